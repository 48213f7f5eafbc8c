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
        EventType.Of<AppointmentSet>("appointment.set", WorkMapper.Map),
        EventType.Of<DoorKnocked>("door.knocked", WorkMapper.Map),
        EventType.Of<DealSplit>("deal.split", WorkMapper.Map),
        EventType.Of<JobOpened>("job.opened", WorkMapper.Map),
        EventType.Of<JobCompleted>("job.completed", WorkMapper.Map),
        EventType.Of<TicketOpened>("ticket.opened", WorkMapper.Map),
        EventType.Of<TicketResolved>("ticket.resolved", WorkMapper.Map),
        EventType.Of<ClientOnboarded>("client.onboarded", ClientMapper.Map),
        EventType.Of<ClientFirstLead>("client.first_lead", ClientMapper.Map),
        EventType.Of<ClientHit100k>("client.hit_100k", ClientMapper.Map),
        EventType.Of<ClientHealthScored>("client.health_scored", ClientMapper.Map),
        EventType.Of<ClientChurned>("client.churned", ClientMapper.Map),
        EventType.Of<FinancePosted>(FinancePosted, FinanceMapper.Map),
        EventType.Of<AutomationRun>("automation.run", ActivityMapper.Map),
        EventType.Of<ServiceChecked>("service.checked", WorkMapper.Map),
    ];

    private static readonly Dictionary<string, EventType> ByName = All.ToDictionary(type => type.Name);

    /// <summary>Every type there is, for a sentence.</summary>
    public static string Names { get; } = string.Join(", ", All.Select(type => type.Name));

    public static EventType? Find(string name) => ByName.GetValueOrDefault(name);
}
