namespace Plumbline.Health;

/// <summary>Whether the app can do its work, at most five seconds ago.</summary>
public sealed record ReadinessJson(string Status, IReadOnlyList<HealthCheckJson> Checks)
{
    internal const string Ready = "ready";
    internal const string NotReady = "not-ready";

    /// <summary>ready when every check is ok, else not-ready.</summary>
    public string Status { get; init; } = Status;

    internal static ReadinessJson Of(IReadOnlyList<HealthCheckJson> checks) =>
        new(checks.All(check => check.Status == HealthCheckJson.Ok) ? Ready : NotReady, checks);
}
