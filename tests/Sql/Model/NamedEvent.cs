using Plumbline.Ledger;

namespace Plumbline.Tests.Sql.Model;

/// <summary>A row of the universal log that counts by itself.</summary>
/// <param name="Source">Only those of source events count.</param>
internal sealed record NamedEvent(string Source, string Type, string? ObjectId, DateTimeOffset At, bool Succeeded, Tags Tags);
