namespace Plumbline.Local.Demo.Company;

/// <summary>A charge its payer's bank took back.</summary>
internal sealed record Dispute(Charge Charge, DateTimeOffset Created, DateTimeOffset Closed);
