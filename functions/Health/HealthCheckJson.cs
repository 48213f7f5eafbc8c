namespace Plumbline.Health;

/// <summary>One thing that the app needs.</summary>
public sealed record HealthCheckJson(string Name, string Status, string? Detail = null)
{
    internal const string Ok = "ok";
    internal const string Failed = "failed";

    /// <summary>database, migrations, identity or storage.</summary>
    public string Name { get; init; } = Name;

    /// <summary>ok or failed.</summary>
    public string Status { get; init; } = Status;

    /// <summary>Of a failed one: why, and what to do.</summary>
    public string? Detail { get; init; } = Detail;
}
