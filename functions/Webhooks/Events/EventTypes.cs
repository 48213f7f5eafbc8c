namespace Plumbline.Webhooks.Events;

internal static class EventTypes
{
    public const string FinancePosted = "finance.posted";

    public static readonly IReadOnlyList<EventType> All =
    [
        EventType.Of<PageViewed>("page.viewed", PageViewedMapper.Map),
        EventType.Of<OptinSubmitted>("optin.submitted", ActivityMapper.Map),
        EventType.Of<AdSpend>("ad.spend", AdSpendMapper.Map),
        EventType.Of<CallMade>("call.made", ActivityMapper.Map),
        EventType.Of<CallCompleted>("call.completed", ActivityMapper.Map),
        EventType.Of<ClientOnboarded>("client.onboarded", ClientMapper.Map),
        EventType.Of<ClientFirstLead>("client.first_lead", ClientMapper.Map),
        EventType.Of<ClientHit100k>("client.hit_100k", ClientMapper.Map),
        EventType.Of<ClientHealthScored>("client.health_scored", ClientMapper.Map),
        EventType.Of<ClientChurned>("client.churned", ClientMapper.Map),
        EventType.Of<FinancePosted>(FinancePosted, FinanceMapper.Map),
        EventType.Of<AutomationRun>("automation.run", ActivityMapper.Map),
    ];

    private static readonly Dictionary<string, EventType> ByName = All.ToDictionary(type => type.Name);

    /// <summary>Every type there is, for a sentence.</summary>
    public static string Names { get; } = string.Join(", ", All.Select(type => type.Name));

    public static EventType? Find(string name) => ByName.GetValueOrDefault(name);
}
