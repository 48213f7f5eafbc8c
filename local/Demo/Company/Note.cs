namespace Plumbline.Local.Demo.Company;

/// <summary>A message, phone call or task, which the log keeps and no number counts.</summary>
/// <param name="Type">InboundMessage, OutboundMessage, TaskCreate or TaskComplete.</param>
/// <param name="MessageType">SMS or CALL; null for tasks.</param>
internal sealed record Note(string Id, DateTimeOffset At, Contact Contact, StaffMember Owner, string Type, string? MessageType);
