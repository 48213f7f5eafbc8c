namespace Plumbline.Local.Services;

public sealed record EmbeddedPostgresOptions
{
    /// <summary>
    /// Where the database lives; its password and log lie beside it. As root only a pointer is kept here and the data is under
    /// /var/lib/plumbline: PostgreSQL refuses root, and its user may not enter a folder of root's.
    /// </summary>
    public required string DataDirectory { get; init; }

    /// <summary>The folder of initdb and pg_ctl; the npm package's by default.</summary>
    public string? BinDirectory { get; init; }

    /// <summary>A free port is taken when this is null.</summary>
    public int? Port { get; init; }

    /// <summary>postgresql.conf settings beyond the defaults.</summary>
    public IReadOnlyDictionary<string, string> Settings { get; init; } = new Dictionary<string, string>();
}
