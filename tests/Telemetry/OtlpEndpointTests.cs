using Azure.Identity;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;
using Plumbline.Platform;
using Plumbline.Telemetry;
using Plumbline.Tests.Reconciliation.Checks;
using Plumbline.Tests.Support;

namespace Plumbline.Tests.Telemetry;

public sealed class OtlpEndpointTests : IDisposable
{
    private readonly KeptLogs logs = new();
    private readonly LoggerFactory loggers;

    public OtlpEndpointTests() => loggers = new LoggerFactory([logs]);

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    public void Dispose() => loggers.Dispose();

    [Theory]
    [InlineData("OTEL_EXPORTER_OTLP_ENDPOINT", true)]
    [InlineData("OTEL_EXPORTER_OTLP_TRACES_ENDPOINT", true)]
    [InlineData("OTEL_EXPORTER_OTLP_METRICS_ENDPOINT", true)]
    [InlineData("OTEL_EXPORTER_OTLP_LOGS_ENDPOINT", false)]
    [InlineData("OTEL_SERVICE_NAME", false)]
    public void IsWanted_OneSettingSet_IsWhereItIsAnEndpoint(string setting, bool isWanted)
    {
        OtlpExport.IsWanted(Settings((setting, "http://localhost:4317"))).ShouldBe(isWanted);
        OtlpExport.IsWanted(Settings((setting, " "))).ShouldBeFalse();
    }

    [Theory]
    [InlineData("OTEL_EXPORTER_OTLP_ENDPOINT", "", true)]
    [InlineData("OTEL_EXPORTER_OTLP_TRACES_ENDPOINT", "/v1/traces", false)]
    public async Task Export_SetInTheConfigurationAlone_GoesToThatEndpoint(string setting, string path, bool sendsMetrics)
    {
        await using var collector = await OtlpCollector.StartAsync();
        using var export = Export((setting, collector.Url + path), ("OTEL_EXPORTER_OTLP_PROTOCOL", "http/protobuf"), ("OTEL_SERVICE_NAME", "cell 7"));
        var name = $"one {Guid.NewGuid():n}";

        await export.StartingAsync(Cancel);
        await Traces.RunAsync(name, _ => Task.CompletedTask);
        await Metering.Off.AppendAsync(() => Task.FromResult(1));
        await export.StoppedAsync(Cancel);

        collector.Spans.Where(span => span.Name == name).ShouldHaveSingleItem();
        collector.Resource["service.name"].ShouldBe("cell 7");
        collector.Paths.Contains("/v1/metrics").ShouldBe(sendsMetrics);
    }

    [Theory]
    [InlineData("", 1)]
    [InlineData("parentbased_always_on", 0)]
    public async Task Export_CallerThatDoesNotSample_IsHeededWhereTheOperatorSaysSo(string sampler, int spans)
    {
        await using var collector = await OtlpCollector.StartAsync();
        using var export = Export(
            ("OTEL_EXPORTER_OTLP_TRACES_ENDPOINT", $"{collector.Url}/v1/traces"), ("OTEL_EXPORTER_OTLP_PROTOCOL", "http/protobuf"), ("OTEL_TRACES_SAMPLER", sampler));
        var queue = $"q{Guid.NewGuid():n}";

        await export.StartingAsync(Cancel);
        await Traces.ProcessAsync(queue, new TraceContext("00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-00", null), () => Task.CompletedTask);
        await export.StoppedAsync(Cancel);

        collector.Spans.Count(span => span.Name == $"process {queue}").ShouldBe(spans);
    }

    [Fact]
    public async Task Export_CollectorThatNeverAnswers_LetsTheHostStop()
    {
        using var silent = new System.Net.Sockets.TcpListener(System.Net.IPAddress.Loopback, 0);
        silent.Start();
        using var export = Hasty(
            ("OTEL_EXPORTER_OTLP_TRACES_ENDPOINT", $"http://{silent.LocalEndpoint}"), ("OTEL_EXPORTER_OTLP_PROTOCOL", "http/protobuf"));

        await export.StartingAsync(Cancel);
        await Traces.RunAsync("unheard", _ => Task.CompletedTask);

        // Less than what the exporter itself waits, which is ten seconds.
        await export.StoppedAsync(Cancel).WaitAsync(TimeSpan.FromSeconds(7), Cancel);
    }

    [Fact]
    public async Task Export_HeadersInASecret_AreSent()
    {
        await using var collector = await OtlpCollector.StartAsync();
        using var export = Export(
            ("OTEL_EXPORTER_OTLP_ENDPOINT", collector.Url), ("OTEL_EXPORTER_OTLP_PROTOCOL", "http/protobuf"),
            ("Telemetry:HeadersSecret", "otlp-headers"), ("Secrets:otlp-headers", "x-api-key=key of the collector"));

        await export.StartingAsync(Cancel);
        await Traces.RunAsync("told", _ => Task.CompletedTask);
        await export.StoppedAsync(Cancel);

        collector.Headers.ShouldContain("x-api-key: key of the collector");
    }

    [Fact]
    public async Task Export_SecretOfTheHeadersMissing_StartsWithoutThem()
    {
        await using var collector = await OtlpCollector.StartAsync();
        using var export = Export(
            ("OTEL_EXPORTER_OTLP_ENDPOINT", collector.Url), ("OTEL_EXPORTER_OTLP_PROTOCOL", "http/protobuf"), ("Telemetry:HeadersSecret", "otlp-headers"));

        await export.StartingAsync(Cancel);
        await Traces.RunAsync("told", _ => Task.CompletedTask);
        await export.StoppedAsync(Cancel);

        collector.Paths.ShouldContain("/v1/traces");
    }

    [Fact]
    public async Task Export_VaultThatNeverAnswers_LetsTheHostStart()
    {
        using var silent = new System.Net.Sockets.TcpListener(System.Net.IPAddress.Loopback, 0);
        silent.Start();
        using var export = Hasty(
            ("OTEL_EXPORTER_OTLP_ENDPOINT", "http://127.0.0.1:1"), ("Telemetry:HeadersSecret", "otlp-headers"), ("KeyVault:Uri", $"https://{silent.LocalEndpoint}/"));

        await export.StartingAsync(Cancel).WaitAsync(TimeSpan.FromSeconds(7), Cancel);

        logs.Lines.ShouldHaveSingleItem().ShouldStartWith("Warning: The headers for telemetry, secret otlp-headers, could not be read");
    }

    [Theory]
    [InlineData("grpc", "a secret without a name")]
    [InlineData("http/protobuf", "Authorization=Bearer secret a,secret b")]
    public async Task Export_SecretThatHoldsNoHeaders_StartsWithoutTelemetryAndSaysSo(string protocol, string headers)
    {
        using var export = Export(
            ("OTEL_EXPORTER_OTLP_ENDPOINT", "http://127.0.0.1:1"), ("OTEL_EXPORTER_OTLP_PROTOCOL", protocol),
            ("Telemetry:HeadersSecret", "otlp-headers"), ("Secrets:otlp-headers", headers));

        await export.StartingAsync(Cancel);
        await export.StoppedAsync(Cancel);

        logs.Lines.ShouldBe(
        [
            "Error: No traces are sent until the next start: OpenTelemetry cannot read its settings, or the headers (System.ArgumentException)",
            "Error: No metrics are sent until the next start: OpenTelemetry cannot read its settings, or the headers (System.ArgumentException)",
        ]);
    }

    [Theory]
    [InlineData("OTEL_EXPORTER_OTLP_TRACES_ENDPOINT", "not a url", "traces")]
    [InlineData("OTEL_EXPORTER_OTLP_TRACES_ENDPOINT", "collector:4317", "traces")]
    [InlineData("OTEL_EXPORTER_OTLP_METRICS_ENDPOINT", "/v1/metrics", "metrics")]
    [InlineData("OTEL_EXPORTER_OTLP_ENDPOINT", "not a url", "traces metrics")]
    [InlineData("OTEL_EXPORTER_OTLP_ENDPOINT", "collector:4317", "traces metrics")]
    public async Task Export_EndpointThatIsNoUrl_StartsWithoutThatSignalAndSaysSo(string setting, string endpoint, string signals)
    {
        using var export = Export((setting, endpoint));

        await export.StartingAsync(Cancel);
        await export.StoppedAsync(Cancel);

        logs.Lines.ShouldBe(signals.Split(' ').Select(signal => $"Error: No {signal} are sent until the next start: {setting} is no http or https URL"));
    }

    private OtlpExport Export(params (string Name, string Value)[] settings) => Export(OtlpExport.UsualPatience, settings);

    private OtlpExport Hasty(params (string Name, string Value)[] settings) => Export(TimeSpan.FromMilliseconds(100), settings);

    private OtlpExport Export(TimeSpan patience, (string Name, string Value)[] settings)
    {
        var configuration = Settings(settings);
        var secrets = new Secrets(configuration, new DefaultAzureCredential(), TimeProvider.System, NullLogger<Secrets>.Instance);
        return new OtlpExport(configuration, secrets, loggers.CreateLogger<OtlpExport>()) { Patience = patience };
    }

    private static IConfiguration Settings(params (string Name, string Value)[] settings) =>
        new ConfigurationBuilder().AddInMemoryCollection(settings.Select(setting => KeyValuePair.Create<string, string?>(setting.Name, setting.Value))).Build();
}
