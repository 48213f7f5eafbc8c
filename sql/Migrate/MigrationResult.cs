namespace Plumbline.Migrate;

/// <summary>What one run did: the versions it applied (none when all had landed) and the number of view files it rebuilt.</summary>
public sealed record MigrationResult(IReadOnlyList<string> Applied, int ViewsRebuilt, TimeSpan Elapsed);
