using System.Globalization;
using Plumbline.Local.Demo.Company;

namespace Plumbline.Local.Demo.Writing;

/// <summary>Writes what the company's other systems say as batches of CloudEvents: one a week and type, except finance's.</summary>
internal sealed class EventsWriter(DemoWorld world)
{
    private readonly EventBatches batches = new(world);

    public IEnumerable<DemoDelivery> Write() =>
    [
        .. batches.Weekly("ad.spend", "spend", world.Spend, statement => statement.StatedAt, Event),
        .. batches.Weekly("page.viewed", "view", world.Views, view => view.At, Event),
    ];

    /// <summary>What people do, and what becomes of clients.</summary>
    public IEnumerable<DemoDelivery> WriteMore() =>
    [
        .. batches.Weekly("optin.submitted", "optin", world.OptIns, optIn => optIn.At, Event),
        .. batches.Weekly("call.made", "call-made", world.PhoneCalls, call => call.MadeAt, Made),
        .. batches.Weekly("call.completed", "call-completed", world.PhoneCalls.Where(call => call.Spoken is not null), call => call.CompletedAt!.Value, Completed),
        .. batches.Weekly("automation.run", "automation", world.AutomationRuns, run => run.At, Event),
        .. world.Clients.GroupBy(statement => statement.News).OrderBy(kind => kind.Key)
            .SelectMany(kind => batches.Weekly(TypeOf(kind.Key), $"client-{kind.Key}", kind, statement => statement.At, Event)),
        .. world.Finance.OrderBy(statement => statement.StatedAt).Select((statement, number) =>
            batches.Batch("finance.posted", "finance", number, [Event("finance.posted", "finance", statement)], statement.StatedAt)),
    ];

    private object Event(string type, string name, SpendStatement statement) => batches.Envelope($"ads/{statement.Campaign.Channel}", name, type, statement.StatedAt, new
    {
        Date = statement.Day.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture),
        statement.Campaign.Channel,
        Campaign = statement.Campaign.Name,
        Spend = DeliveryJson.Major(statement.Cents),
        Currency = "USD",
        statement.Impressions,
        statement.Clicks,
        statement.VideoHooks,
        statement.VideoHolds,
        Tags = new { SourceFunnel = statement.Campaign.Funnel, UtmMedium = statement.Campaign.Medium, Department = "marketing" },
    });

    private object Event(string type, string name, PageView view) =>
        batches.Envelope("site", name, type, view.At, new { view.VisitorId, view.Path, Tags = TagsOf(view.Campaign) });

    private object Event(string type, string name, OptIn optIn) =>
        batches.Envelope("site", name, type, optIn.At, new { Form = $"{optIn.Campaign.Funnel} form", optIn.VisitorId, Tags = TagsOf(optIn.Campaign) });

    private object Made(string type, string name, PhoneCall call) =>
        batches.Envelope("dialler", name, type, call.MadeAt, new { CallId = call.Id, Direction = "outbound", Tags = TagsOf(call) });

    private object Completed(string type, string name, PhoneCall call) =>
        batches.Envelope("dialler", name, type, call.CompletedAt!.Value, new { CallId = call.Id, DurationSeconds = (long)call.Spoken!.Value.TotalSeconds, Tags = TagsOf(call) });

    private object Event(string type, string name, AutomationRun run) =>
        batches.Envelope("automations", name, type, run.At, new { run.Automation, run.Succeeded });

    private object Event(string type, string name, ClientStatement statement) =>
        batches.Envelope("success-desk", name, type, statement.At, new { ClientId = statement.Client.Id, statement.Score, Tags = new { OwnerId = DemoCompany.SuccessManager.Id } });

    private object Event(string type, string name, FinanceStatement statement) => batches.Envelope("finance", name, type, statement.StatedAt, new
    {
        Month = DemoPlan.Format(statement.Month),
        Revenue = Dollars(statement.Revenue),
        Ebitda = Dollars(statement.Ebitda),
        Currency = "USD",
        Targets = statement.Targets.Count > 0 ? statement.Targets : null,
    });

    private static object TagsOf(Campaign campaign) =>
        new { UtmSource = campaign.Channel, UtmMedium = campaign.Medium, UtmCampaign = campaign.Name, SourceFunnel = campaign.Funnel };

    private static object TagsOf(PhoneCall call) => new { OwnerId = call.Owner.Id, ClientId = call.Contact.Id };

    private static decimal? Dollars(long? cents) => cents is { } amount ? DeliveryJson.Major(amount) : null;

    private static string TypeOf(ClientNews news) => news switch
    {
        ClientNews.Onboarded => "client.onboarded",
        ClientNews.FirstLead => "client.first_lead",
        ClientNews.Hit100k => "client.hit_100k",
        ClientNews.Churned => "client.churned",
        _ => "client.health_scored",
    };
}
