using System.Reflection;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using OpenTelemetry;
using OpenTelemetry.Exporter;
using OpenTelemetry.Metrics;
using OpenTelemetry.Resources;
using OpenTelemetry.Trace;

namespace Plumbline.Telemetry;

/// <summary>
/// Sends traces and metrics over OTLP, from before the first service starts until the last has stopped. Every setting is
/// OpenTelemetry's own (<c>OTEL_…</c>), read from the app's configuration.
/// </summary>
internal sealed class OtlpExport(IConfiguration configuration) : IHostedLifecycleService, IDisposable
{
    private const string Endpoint = "OTEL_EXPORTER_OTLP_ENDPOINT";
    private const string TracesEndpoint = "OTEL_EXPORTER_OTLP_TRACES_ENDPOINT";
    private const string MetricsEndpoint = "OTEL_EXPORTER_OTLP_METRICS_ENDPOINT";

    private const string Sampler = "OTEL_TRACES_SAMPLER";

    // A collector that does not answer must not keep the host from stopping.
    private const int FlushMilliseconds = 5_000;

    private static readonly string Version =
        typeof(OtlpExport).Assembly.GetCustomAttribute<AssemblyInformationalVersionAttribute>()?.InformationalVersion ?? "0";

    private RequestSpans? requests;
    private TracerProvider? traces;
    private MeterProvider? metrics;

    public static bool IsWanted(IConfiguration configuration) => IsSet(configuration, Endpoint, TracesEndpoint, MetricsEndpoint);

    public Task StartingAsync(CancellationToken cancellationToken)
    {
        if (IsSet(configuration, Endpoint, TracesEndpoint))
        {
            requests = new RequestSpans();
            var builder = Sdk.CreateTracerProviderBuilder()
                .ConfigureServices(services => services.AddSingleton(configuration))
                .ConfigureResource(Describe)
                .AddSource(Traces.SourceName, "Microsoft.AspNetCore", "System.Net.Http", "Npgsql", "Microsoft.Azure.Functions.Worker")
                .AddProcessor(new SpanPrivacy())
                .AddOtlpExporter(options => Configure(options, "TRACES"));

            // What is kept is for the operator to say: not for a caller, nor for the Functions host, which samples for itself.
            traces = (IsSet(configuration, Sampler) ? builder : builder.SetSampler(new AlwaysOnSampler())).Build();
        }

        if (IsSet(configuration, Endpoint, MetricsEndpoint))
        {
            metrics = Sdk.CreateMeterProviderBuilder()
                .ConfigureServices(services => services.AddSingleton(configuration))
                .ConfigureResource(Describe)
                .AddMeter(PlumblineMetrics.MeterName, "Microsoft.AspNetCore.Hosting", "Microsoft.AspNetCore.Server.Kestrel", "System.Net.Http", "Npgsql")
                .AddOtlpExporter(options => Configure(options, "METRICS"))
                .Build();
        }

        return Task.CompletedTask;
    }

    public Task StartAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StartedAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StoppingAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    /// <summary>Sends what is left.</summary>
    public Task StoppedAsync(CancellationToken cancellationToken) => Task.WhenAll(
        Task.Run(() => traces?.Shutdown(FlushMilliseconds), CancellationToken.None),
        Task.Run(() => metrics?.Shutdown(FlushMilliseconds), CancellationToken.None));

    public void Dispose()
    {
        requests?.Dispose();
        traces?.Dispose();
        metrics?.Dispose();
    }

    // The exporter itself reads what holds for both. An endpoint of one signal is taken as it stands, without a path added.
    private void Configure(OtlpExporterOptions options, string signal)
    {
        if (Setting("ENDPOINT") is { } endpoint)
        {
            options.Endpoint = new Uri(endpoint);
        }

        if (Setting("HEADERS") is { } headers)
        {
            options.Headers = headers;
        }

        if (Setting("PROTOCOL") is { } protocol)
        {
            options.Protocol = protocol == "grpc" ? OtlpExportProtocol.Grpc : OtlpExportProtocol.HttpProtobuf;
        }

        string? Setting(string name) => configuration[$"OTEL_EXPORTER_OTLP_{signal}_{name}"] is { Length: > 0 } value ? value : null;
    }

    // OTEL_SERVICE_NAME and OTEL_RESOURCE_ATTRIBUTES are looked at last, and win.
    private static void Describe(ResourceBuilder resource) => resource.AddService("plumbline", serviceVersion: Version).AddEnvironmentVariableDetector();

    private static bool IsSet(IConfiguration configuration, params string[] names) => Array.Exists(names, name => !string.IsNullOrWhiteSpace(configuration[name]));
}
