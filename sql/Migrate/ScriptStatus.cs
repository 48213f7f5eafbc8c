namespace Plumbline.Migrate;

public sealed record ScriptStatus(string Version, string Name, ScriptState State, DateTimeOffset? AppliedAt);
