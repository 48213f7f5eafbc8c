namespace Plumbline.Migrate;

/// <summary>A versioned script, run once per database. The checksum is the SHA-256 of its text in lower-case hex.</summary>
public sealed record MigrationScript(string Version, string Name, string Path, string Text, string Checksum) : SqlScript(Path, Text);
