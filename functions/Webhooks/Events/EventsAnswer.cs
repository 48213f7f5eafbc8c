using Plumbline.Ledger;

namespace Plumbline.Webhooks.Events;

/// <summary>What became of a batch: the items in the order they were sent.</summary>
public sealed record EventsAnswer(EventCounts Counts, IReadOnlyList<EventResult> Items)
{
    /// <param name="outcomes">Of the items that have a delivery, in their order.</param>
    internal static EventsAnswer Of(IReadOnlyList<MappedEvent> mapped, IReadOnlyList<AppendOutcome> outcomes)
    {
        var next = 0;
        var items = mapped
            .Select((item, index) => item.Fault is { } fault ? EventResult.Rejected(index, item.Id, fault) : EventResult.Of(index, item.Id, outcomes[next++]))
            .ToArray();
        int Count(EventOutcome outcome) => items.Count(item => item.Outcome == outcome);
        return new EventsAnswer(
            new EventCounts(Count(EventOutcome.Stored), Count(EventOutcome.Duplicate), Count(EventOutcome.Conflict), Count(EventOutcome.Rejected)),
            items);
    }
}
