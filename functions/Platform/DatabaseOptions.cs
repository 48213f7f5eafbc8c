using System.ComponentModel.DataAnnotations;

namespace Plumbline.Platform;

public sealed class DatabaseOptions
{
    public const string Section = "Database";

    /// <summary>An Npgsql connection string for a login that is a member of <c>ledger_app</c>.</summary>
    [Required]
    public string ConnectionString { get; set; } = "";

    /// <summary>Take the password from the managed identity instead of the connection string.</summary>
    public bool UseManagedIdentity { get; set; }

    /// <summary>How many statements each connection keeps prepared; 0 behind a pooler that cannot.</summary>
    [Range(0, 1000)]
    public int MaxAutoPrepare { get; set; } = 50;
}
