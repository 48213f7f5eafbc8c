using Plumbline.Ledger;

namespace Plumbline.Webhooks.Events;

/// <summary>An item as it was read: either what is appended of it, or why it is rejected.</summary>
public sealed record MappedEvent(string? Id, Delivery? Delivery, EventFault? Fault);
