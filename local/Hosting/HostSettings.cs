using Microsoft.Extensions.Configuration;

namespace Plumbline.Local.Hosting;

/// <summary>What host.json says, as far as this host heeds it; as in the Functions host, <c>AzureFunctionsJobHost__path__to__it</c> in the environment says it instead.</summary>
internal sealed record HostSettings
{
    public string RoutePrefix { get; init; } = "api";

    public QueueSettings Queues { get; init; } = new();

    /// <summary>How long running functions may take to finish once the host is told to stop.</summary>
    public TimeSpan StopGrace { get; init; } = TimeSpan.FromSeconds(8);

    public static HostSettings FromFile(string path)
    {
        var file = new ConfigurationBuilder().AddJsonFile(path, optional: true).AddEnvironmentVariables("AzureFunctionsJobHost__").Build();
        return new HostSettings
        {
            RoutePrefix = (file["extensions:http:routePrefix"] ?? "api").Trim('/'),
            Queues = QueueSettings.From(file.GetSection("extensions:queues")),
        };
    }
}
