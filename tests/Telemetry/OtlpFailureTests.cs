using System.Diagnostics;
using Azure.Identity;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.Logging.Abstractions;
using Npgsql;
using Plumbline.Platform;
using Plumbline.Telemetry;
using Plumbline.Tests.Support;

namespace Plumbline.Tests.Telemetry;

/// <summary>What a failure tells a collector: messages may repeat what somebody sent.</summary>
[Trait("Category", "Sql")]
public sealed class OtlpFailureTests(LedgerDatabase ledger) : IClassFixture<LedgerDatabase>
{
    private const string Address = "owner@example.com";

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Export_StatementThatFails_IsSentWithoutItsWords()
    {
        var spans = await SendAsync(async () =>
        {
            await using var command = ledger.App.CreateCommand("select $1::text::uuid");
            command.Parameters.Add(new NpgsqlParameter { Value = Address });
            (await Should.ThrowAsync<PostgresException>(() => command.ExecuteScalarAsync(Cancel))).Message.ShouldContain(Address);
        });

        spans.ShouldContain(span => span.Scope == "Npgsql" && span.Attributes.GetValueOrDefault("db.response.status_code") == "22P02");
    }

    [Fact]
    public async Task Export_FunctionThatFails_IsSentWithoutItsWords()
    {
        var spans = await SendAsync(() =>
        {
            // As the worker does it.
            using var worker = new ActivitySource("Microsoft.Azure.Functions.Worker");
            using var span = worker.StartActivity("Invoke")!;
            span.SetStatus(ActivityStatusCode.Error, $"no such client: {Address}").AddException(new InvalidOperationException(Address));
            return Task.CompletedTask;
        });

        spans.ShouldContain(span => span.Scope == "Microsoft.Azure.Functions.Worker" && span.Name == "Invoke");
    }

    private static async Task<IReadOnlyCollection<SentSpan>> SendAsync(Func<Task> work)
    {
        await using var collector = await OtlpCollector.StartAsync();
        var configuration = new ConfigurationBuilder().AddInMemoryCollection(new Dictionary<string, string?>
        {
            ["OTEL_EXPORTER_OTLP_TRACES_ENDPOINT"] = $"{collector.Url}/v1/traces",
            ["OTEL_EXPORTER_OTLP_PROTOCOL"] = "http/protobuf",
        }).Build();
        var secrets = new Secrets(configuration, new DefaultAzureCredential(), TimeProvider.System, NullLogger<Secrets>.Instance);
        using var export = new OtlpExport(configuration, secrets, NullLogger<OtlpExport>.Instance);
        await export.StartingAsync(Cancel);
        await Traces.RunAsync("work", _ => work());
        await export.StoppedAsync(Cancel);
        foreach (var text in new[] { Address, "exception.message", "exception.stacktrace" })
        {
            collector.Everything.ShouldNotContain(text);
        }

        return collector.Spans;
    }
}
