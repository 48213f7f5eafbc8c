namespace Plumbline.Local.Demo.Company;

/// <summary>Money paid back.</summary>
/// <param name="FailedAt">When it came back because it could not be paid out; null when it could.</param>
internal sealed record Refund(DateTimeOffset Created, long Cents, DateTimeOffset? FailedAt);
