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

    // Libraries tell a failure as an event, with its message and stack. The app makes no events.
    private const string EventLimit = "OTEL_SPAN_EVENT_COUNT_LIMIT";

    internal static readonly TimeSpan UsualPatience = TimeSpan.FromSeconds(5);

    private static readonly string Version =
        typeof(OtlpExport).Assembly.GetCustomAttribute<AssemblyInformationalVersionAttribute>()?.InformationalVersion ?? "0";

    private RequestSpans? requests;
    private TracerProvider? traces;
    private MeterProvider? metrics;

    /// <summary>How long a start waits for the vault, and a stop for the collector: neither must hold the host up.</summary>
    internal TimeSpan Patience { get; init; } = UsualPatience;

    public static bool IsWanted(IConfiguration configuration) => IsSet(configuration, Endpoint, TracesEndpoint, MetricsEndpoint);

    /// <summary>Never fails for what is wrong with telemetry's settings: the app serves without it.</summary>
    public async Task StartingAsync(CancellationToken cancellationToken)
    {
        var headers = await FindHeadersAsync(cancellationToken);
        traces = Build("traces", TracesEndpoint, () => BuildTraces(headers));
        requests = traces is null ? null : new RequestSpans();
        metrics = Build("metrics", MetricsEndpoint, () => BuildMetrics(headers));
    }

    public Task StartAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StartedAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StoppingAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    /// <summary>Sends what is left.</summary>
    public Task StoppedAsync(CancellationToken cancellationToken) => Task.WhenAll(
        Task.Run(() => traces?.Shutdown((int)Patience.TotalMilliseconds), CancellationToken.None),
        Task.Run(() => metrics?.Shutdown((int)Patience.TotalMilliseconds), CancellationToken.None));

    public void Dispose()
    {
        requests?.Dispose();
        traces?.Dispose();
        metrics?.Dispose();
    }

    private TracerProvider BuildTraces(string? headers)
    {
        var builder = Sdk.CreateTracerProviderBuilder()
            .ConfigureServices(services => services.AddSingleton<IConfiguration>(new ConfigurationBuilder()
                .AddConfiguration(configuration)
                .AddInMemoryCollection([new(EventLimit, "0")])
                .Build()))
            .ConfigureResource(Describe)
            .AddSource(Traces.SourceName, "Microsoft.AspNetCore", "System.Net.Http", "Npgsql", "Microsoft.Azure.Functions.Worker")
            .AddProcessor(new SpanPrivacy())
            .AddOtlpExporter(options => Configure(options, "TRACES", headers));

        // What is kept is for the operator to say: not for a caller, nor for the Functions host, which samples for itself.
        return (IsSet(configuration, Sampler) ? builder : builder.SetSampler(new AlwaysOnSampler())).Build();
    }

    private MeterProvider BuildMetrics(string? headers) => Sdk.CreateMeterProviderBuilder()
        .ConfigureServices(services => services.AddSingleton(configuration))
        .ConfigureResource(Describe)
        .AddMeter(PlumblineMetrics.MeterName, "Microsoft.AspNetCore.Hosting", "Microsoft.AspNetCore.Server.Kestrel", "System.Net.Http", "Npgsql")
        .AddOtlpExporter(options => Configure(options, "METRICS", headers))
        .Build();

    // What a setting holds may be secret, and so may be the message of what it throws.
    private T? Build<T>(string signal, string ownEndpoint, Func<T> build) where T : class
    {
        if (Array.Find([ownEndpoint, Endpoint], name => IsSet(configuration, name)) is not { } endpoint)
        {
            return null;
        }

        if (!Uri.TryCreate(configuration[endpoint], UriKind.Absolute, out var url) || (url.Scheme != Uri.UriSchemeHttp && url.Scheme != Uri.UriSchemeHttps))
        {
            LogBadEndpoint(signal, endpoint);
            return null;
        }

        try
        {
            return build();
        }
        catch (Exception e)
        {
            LogBadSettings(signal, e.GetType());
            return null;
        }
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

        string? Setting(string name) => configuration[$"OTEL_EXPORTER_OTLP_{signal}_{name}"] is { } value && !string.IsNullOrWhiteSpace(value) ? value : null;
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
            using var patience = CancellationTokenSource.CreateLinkedTokenSource(cancel);
            patience.CancelAfter(Patience);
            var headers = await secrets.FindAsync(name, patience.Token);
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

    [LoggerMessage(LogLevel.Error, "No {Signal} are sent until the next start: {Setting} is no http or https URL")]
    private partial void LogBadEndpoint(string signal, string setting);

    [LoggerMessage(LogLevel.Error, "No {Signal} are sent until the next start: OpenTelemetry cannot read its settings, or the headers ({Error})")]
    private partial void LogBadSettings(string signal, Type error);

    private static bool IsSet(IConfiguration configuration, params string[] names) => Array.Exists(names, name => !string.IsNullOrWhiteSpace(configuration[name]));
}
