namespace Plumbline.Local.Demo.Company;

/// <summary>How one of the company's own services was found.</summary>
internal sealed record ServiceCheck(string Service, DateTimeOffset At, bool IsHealthy, int LatencyMs, int Errors, int Requests);
