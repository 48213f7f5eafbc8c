namespace Plumbline.Webhooks.Events;

public sealed record EventCounts(int Stored, int Duplicate, int Conflict, int Rejected);
