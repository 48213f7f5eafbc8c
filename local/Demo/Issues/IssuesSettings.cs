namespace Plumbline.Local.Demo.Issues;

/// <summary>The tenant of which nothing is as it should be, as its admin describes it.</summary>
internal static class IssuesSettings
{
    public const string Tenant = "demo-issues";
    public const string LocationId = "DemoLocation00000002";
    public const string Pipeline = "DemoPipelineIssue001";
    public const string NewStage = "issues-stage-new";
    public const string WonStage = "issues-stage-won";
    public const string Calendar = "DemoCalendarIssues01";
    public const string Owner = "DemoUserHarper000001";

    /// <param name="firstMonth">Null to leave it as it is.</param>
    public static object Of(string? firstMonth) => new
    {
        name = "Demo Issues",
        timeZone = DemoPlan.TimeZone,
        currency = "USD",
        firstMonth,
        locationId = LocationId,
        pipelines = new[]
        {
            new { id = Pipeline, name = "Sales", stages = new[] { new { id = NewStage, name = "New" }, new { id = WonStage, name = "Won" } } },
        },
        salesCalendars = new[] { Calendar },
        owners = new[] { new { id = Owner, name = "Harper", email = "harper@demo.example" } },
        admins = new[] { new { email = "admin@demo.example", name = "Demo Admin" } },
        // A day without a word of Stripe is news here.
        sourceIntervals = new[] { new { feed = "stripe", hours = 24 } },
    };
}
