using Plumbline.Ledger;

namespace Plumbline.Tests.Sql.Model;

/// <summary>An adjustment: of a measure, or the void of an earlier change.</summary>
/// <param name="Voids">The change it takes out; null for an amount.</param>
internal sealed record Correction(DateTimeOffset At, int? Voids, string? Measure, decimal? Amount, string? Currency, Tags Tags);
