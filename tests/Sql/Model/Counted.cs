using Plumbline.Ledger;

namespace Plumbline.Tests.Sql.Model;

/// <summary>Something that counts.</summary>
/// <param name="Entity">Of what is counted once however often it comes: which it is.</param>
internal sealed record Counted(string Measure, DateTimeOffset At, decimal Value, string? Currency, Tags Tags, string? Entity = null)
{
    public bool IsCorrection { get; init; }
}
