namespace Plumbline.Tests.Sql.Model;

/// <summary>What was seen of something at a moment; of one moment's the one that arrived later is the later.</summary>
internal sealed record Sighting<T>(int Seq, DateTimeOffset At, T State);
