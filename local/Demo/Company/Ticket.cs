namespace Plumbline.Local.Demo.Company;

/// <summary>A client's question.</summary>
/// <param name="Priority">low, normal, high or urgent; null where nobody said.</param>
/// <param name="ResolvedAt">Null where it is open.</param>
/// <param name="Satisfaction">1 to 5; null where the client did not say.</param>
internal sealed record Ticket(string Id, Contact Client, string? Priority, DateTimeOffset OpenedAt, DateTimeOffset? ResolvedAt, decimal? Satisfaction);
