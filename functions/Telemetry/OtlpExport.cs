using System.Reflection;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using OpenTelemetry;
using OpenTelemetry.Exporter;
using OpenTelemetry.Metrics;
using OpenTelemetry.Resources;
using OpenTelemetry.Trace;
using Plumbline.Platform;

namespace Plumbline.Telemetry;

/// <summary>
/// Sends traces and metrics over OTLP, from before the first service starts until the last has stopped. Every setting is
/// OpenTelemetry's own (<c>OTEL_…</c>), read from the app's configuration; the headers are a secret's where
/// <c>Telemetry:HeadersSecret</c> names it.
/// </summary>
internal sealed partial class OtlpExport(IConfiguration configuration, Secrets secrets, ILogger<OtlpExport> log) : IHostedLifecycleService, IDisposable
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

    public async Task StartingAsync(CancellationToken cancellationToken)
    {
        var headers = await FindHeadersAsync(cancellationToken);
        if (IsSet(configuration, Endpoint, TracesEndpoint))
        {
            requests = new RequestSpans();
            var builder = Sdk.CreateTracerProviderBuilder()
                .ConfigureServices(services => services.AddSingleton(configuration))
                .ConfigureResource(Describe)
                .AddSource(Traces.SourceName, "Microsoft.AspNetCore", "System.Net.Http", "Npgsql", "Microsoft.Azure.Functions.Worker")
                .AddProcessor(new SpanPrivacy())
                .AddOtlpExporter(options => Configure(options, "TRACES", headers));

            // What is kept is for the operator to say: not for a caller, nor for the Functions host, which samples for itself.
            traces = (IsSet(configuration, Sampler) ? builder : builder.SetSampler(new AlwaysOnSampler())).Build();
        }

        if (IsSet(configuration, Endpoint, MetricsEndpoint))
        {
            metrics = Sdk.CreateMeterProviderBuilder()
                .ConfigureServices(services => services.AddSingleton(configuration))
                .ConfigureResource(Describe)
                .AddMeter(PlumblineMetrics.MeterName, "Microsoft.AspNetCore.Hosting", "Microsoft.AspNetCore.Server.Kestrel", "System.Net.Http", "Npgsql")
                .AddOtlpExporter(options => Configure(options, "METRICS", headers))
                .Build();
        }
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
    private void Configure(OtlpExporterOptions options, string signal, string? secretHeaders)
    {
        if (Setting("ENDPOINT") is { } endpoint)
        {
            options.Endpoint = new Uri(endpoint);
        }

        if ((Setting("HEADERS") ?? secretHeaders) is { } headers)
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

    // A vault that does not answer must not keep the app from starting; what is sent without headers, the collector refuses.
    private async Task<string?> FindHeadersAsync(CancellationToken cancel)
    {
        if (configuration["Telemetry:HeadersSecret"] is not { Length: > 0 } name)
        {
            return null;
        }

        try
        {
            var headers = await secrets.FindAsync(name, cancel);
            if (headers is null)
            {
                LogNoHeaders(name, null);
            }

            return headers;
        }
        catch (Exception e) when (e is not OperationCanceledException || !cancel.IsCancellationRequested)
        {
            LogNoHeaders(name, e);
            return null;
        }
    }

    [LoggerMessage(LogLevel.Warning, "The headers for telemetry, secret {Name}, could not be read; it is sent without them until the next start")]
    private partial void LogNoHeaders(string name, Exception? exception);

    private static bool IsSet(IConfiguration configuration, params string[] names) => Array.Exists(names, name => !string.IsNullOrWhiteSpace(configuration[name]));
}
