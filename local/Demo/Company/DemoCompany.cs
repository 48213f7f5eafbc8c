namespace Plumbline.Local.Demo.Company;

/// <summary>The made-up coaching firm behind the sample: its campaigns, people, pipelines, calendars and prices.</summary>
internal static class DemoCompany
{
    public const string Name = "Demo Company";
    public const string LocationId = "DemoLocation00000001";
    public const string FunnelField = "DemoFunnelField00001";
    public const string SpamLabel = "Spam";
    public const string TestLabel = "Test";
    public const string WebinarLabel = "webinar-attendee";
    public const string WebinarFunnel = "webinar";
    public const string CallFunnel = "book-a-call";

    /// <summary>A staff calendar: what is booked on it is no sales call.</summary>
    public const string OnboardingCalendar = "DemoCalendarOnboard1";

    public static IReadOnlyList<string> SalesCalendars { get; } = ["DemoCalendarStrategy", "DemoCalendarDiscover"];

    public static IReadOnlyList<Campaign> Campaigns { get; } =
    [
        new(WebinarFunnel, "meta", "spring-webinar", "paid_social", 28, 46_00),
        new(WebinarFunnel, "google", "webinar-search", "cpc", 16, 27_50),
        new(CallFunnel, "google", "brand-search", "cpc", 18, 31_20),
        new(CallFunnel, "meta", "call-now", "paid_social", 14, 33_80),
        new("newsletter", "newsletter", "weekly-letter", "email", 13, 9_75),
        new("referral", "partner", "partner-circle", "referral", 11, 12_40),
    ];

    public static IReadOnlyList<StaffMember> Closers { get; } =
    [
        new("DemoUserAvery0000001", "Avery", "closers", "sales"),
        new("DemoUserBlake0000001", "Blake", "closers", "sales"),
        new("DemoUserCasey0000001", "Casey", "closers", "sales"),
        new("DemoUserDevon0000001", "Devon", "closers", "sales"),
    ];

    public static IReadOnlyList<StaffMember> Setters { get; } =
    [
        new("DemoUserEmery0000001", "Emery", "setters", "sales"),
        new("DemoUserFinley000001", "Finley", "setters", "sales", NextTeam: "closers"),
    ];

    public static StaffMember SuccessManager { get; } = new("DemoUserGray00000001", "Gray", "success", "client_success");

    public static IReadOnlyList<StaffMember> Staff { get; } = [.. Closers, .. Setters, SuccessManager];

    public static Stage NewLead { get; } = new("demo-stage-new-lead", "New lead");

    public static Stage Contacted { get; } = new("demo-stage-contacted", "Contacted");

    public static Stage Qualified { get; } = new("demo-stage-qualified", "Qualified", "qualified");

    public static Stage CallBooked { get; } = new("demo-stage-call-booked", "Call booked");

    public static Stage Proposal { get; } = new("demo-stage-proposal", "Proposal");

    public static Stage Closed { get; } = new("demo-stage-closed", "Closed");

    public static Stage RenewalDue { get; } = new("demo-stage-renewal-due", "Renewal due");

    public static Stage RenewalAgreed { get; } = new("demo-stage-renewal-agreed", "Renewal agreed");

    /// <summary>Where the staff try things out.</summary>
    public static Stage Sandbox { get; } = new("demo-stage-sandbox", "Sandbox", "internal");

    public static Pipeline Sales { get; } =
        new("DemoPipelineSales001", "Sales", [NewLead, Contacted, Qualified, CallBooked, Proposal, Closed]);

    public static Pipeline Renewals { get; } =
        new("DemoPipelineRenew001", "Renewals", [RenewalDue, RenewalAgreed, Sandbox]);

    public static IReadOnlyList<LabelRule> LabelRules { get; } =
    [
        new(SpamLabel, "spam"),
        new(TestLabel, "test"),
        new(WebinarLabel, "funnel", WebinarFunnel),
    ];

    public static IReadOnlyList<Offer> Programmes { get; } =
    [
        new("Group programme", 360_000, 45),
        new("Growth programme", 599_700, 40),
        new("Annual partnership", 1_199_850, 15),
    ];

    public static Offer WorkshopSeat { get; } = new("Workshop seat", 29_900, 0);

    public static Offer MonthlyCoaching { get; } = new("Monthly coaching", 69_700, 0);

    public static SubscriptionPlan Coaching { get; } = new(MonthlyCoaching.Name, MonthlyCoaching.Cents, "month");

    public static SubscriptionPlan YearlyCoaching { get; } = new("Yearly coaching", 710_000, "year");

    public static SubscriptionPlan CommunityPass { get; } = new("Community pass", 4_900, "week");

    /// <summary>Growth of about 4.5 % a month, slow summers, a strong January and September.</summary>
    public static double Swing(DateOnly month, int index)
    {
        double[] season = [1.15, 1.00, 1.05, 1.00, 0.97, 0.90, 0.82, 0.84, 1.15, 1.08, 1.04, 0.86];
        return Math.Pow(1.045, index) * season[month.Month - 1];
    }

    /// <summary>How busy a weekday is beside the others.</summary>
    public static double Rhythm(DayOfWeek day) => day switch
    {
        DayOfWeek.Saturday => 0.55,
        DayOfWeek.Sunday => 0.60,
        DayOfWeek.Friday => 0.90,
        DayOfWeek.Tuesday => 1.30,
        _ => 1.15,
    };
}
