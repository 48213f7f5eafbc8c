using Plumbline.Ledger;

namespace Plumbline.Adjustments;

/// <summary>What a fact counts for: a row of report.measures.</summary>
/// <param name="Date">The tenant's date on which it counts.</param>
internal sealed record CountedFact(string Measure, string? Currency, DateOnly Date, Tags Tags);
