using System.Globalization;
using Plumbline.Local.Demo.Company;

namespace Plumbline.Local.Demo.Writing;

/// <summary>Writes ad spend and page views as batches of CloudEvents.</summary>
internal sealed class EventsWriter(DemoWorld world)
{
    private int statements;
    private int views;

    /// <summary>What was stated in each week.</summary>
    public IEnumerable<DemoDelivery> WriteSpend() => world.Spend
        .OrderBy(statement => statement.StatedAt)
        .GroupBy(statement => WeekOf(statement.StatedAt))
        .Select(week => Batch("ad.spend", "spend", week.Key, [.. week.Select(Event)], week.Max(statement => statement.StatedAt)));

    /// <summary>Who looked around in each week.</summary>
    public IEnumerable<DemoDelivery> WriteViews() => world.Views
        .OrderBy(view => view.At)
        .GroupBy(view => WeekOf(view.At))
        .Select(week => Batch("page.viewed", "views", week.Key, [.. week.Select(Event)], week.Max(view => view.At)));

    private int WeekOf(DateTimeOffset at) => (int)((at - DemoPlan.StartOf(world.Plan.FirstMonth)) / TimeSpan.FromDays(7));

    private DemoDelivery Batch(string type, string name, int number, object[] events, DateTimeOffset at) =>
        new(DemoChannel.Events, $"{name}-{world.Plan.AnchorMonth:yyyyMM}-{number}", type, at, DeliveryJson.Write(events)) { Items = events.Length };

    private object Event(SpendStatement statement) => Envelope($"ads/{statement.Campaign.Channel}", $"spend-{world.Plan.AnchorMonth:yyyyMM}-{++statements:D5}", "ad.spend", statement.StatedAt, new
    {
        Date = statement.Day.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture),
        statement.Campaign.Channel,
        Campaign = statement.Campaign.Name,
        Spend = DeliveryJson.Major(statement.Cents),
        Currency = "USD",
        Impressions = statement.Cents * 4 / 5,
        Clicks = statement.Cents / 130,
        Tags = new { SourceFunnel = statement.Campaign.Funnel, UtmMedium = statement.Campaign.Medium, Department = "marketing" },
    });

    private object Event(PageView view) => Envelope("site", $"view-{world.Plan.AnchorMonth:yyyyMM}-{++views:D6}", "page.viewed", view.At, new
    {
        view.VisitorId,
        view.Path,
        Tags = new { UtmSource = view.Campaign.Channel, UtmMedium = view.Campaign.Medium, UtmCampaign = view.Campaign.Name, SourceFunnel = view.Campaign.Funnel },
    });

    private static object Envelope(string source, string id, string type, DateTimeOffset at, object data) => new
    {
        specversion = "1.0",
        Id = id,
        Source = source,
        Type = type,
        Time = DeliveryJson.Instant(at),
        Data = data,
    };
}
