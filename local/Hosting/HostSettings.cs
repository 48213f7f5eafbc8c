using Microsoft.Extensions.Configuration;

namespace Plumbline.Local.Hosting;

/// <summary>What host.json says, as far as this host heeds it.</summary>
internal sealed record HostSettings
{
    public string RoutePrefix { get; init; } = "api";

    public QueueSettings Queues { get; init; } = new();

    /// <summary>How long running functions may take to finish once the host is told to stop.</summary>
    public TimeSpan StopGrace { get; init; } = TimeSpan.FromSeconds(8);

    public static HostSettings FromFile(string path)
    {
        var file = new ConfigurationBuilder().AddJsonFile(path, optional: true).Build();
        return new HostSettings
        {
            RoutePrefix = (file["extensions:http:routePrefix"] ?? "api").Trim('/'),
            Queues = QueueSettings.From(file.GetSection("extensions:queues")),
        };
    }
}
