namespace Plumbline.Migrate;

internal sealed record AppliedMigration(string Version, string Name, string Checksum, DateTimeOffset AppliedAt)
{
    // A renamed file is as suspect as a changed one: usually two branches took the same number.
    public bool Is(MigrationScript script) => Name == script.Name && Checksum == script.Checksum;
}
