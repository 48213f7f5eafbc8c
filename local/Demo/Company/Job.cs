namespace Plumbline.Local.Demo.Company;

/// <summary>Work for a client.</summary>
/// <param name="Deal">What it was sold with, where that is known.</param>
/// <param name="Kickoff">The appointment it began with, where there was one.</param>
/// <param name="CompletedAt">Null where it is not done.</param>
internal sealed record Job(string Id, Contact Client, SalesDeal? Deal, Call? Kickoff, DateTimeOffset OpenedAt, DateTimeOffset? CompletedAt);
