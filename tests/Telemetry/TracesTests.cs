using System.Collections.Concurrent;
using System.Diagnostics;
using System.Text.Json;
using Plumbline.Digest;
using Plumbline.Platform;
using Plumbline.Reconciliation;
using Plumbline.Telemetry;

namespace Plumbline.Tests.Telemetry;

public sealed class TracesTests : IDisposable
{
    private const string Parent = "00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01";

    // Other tests' spans are heard as well: each test looks for a queue of its own.
    private readonly ConcurrentQueue<Activity> ended = new();
    private readonly ActivityListener listener;

    public TracesTests()
    {
        listener = new ActivityListener
        {
            ShouldListenTo = source => source.Name is Traces.SourceName or "A host",
            Sample = (ref _) => ActivitySamplingResult.AllDataAndRecorded,
            ActivityStopped = ended.Enqueue,
        };
        ActivitySource.AddActivityListener(listener);
    }

    [Fact]
    public async Task Process_MessageOfATrace_GoesOnWithItAndLinksTheCall()
    {
        using var host = new ActivitySource("A host");
        using var call = host.StartActivity("call");

        await Traces.ProcessAsync("q1", new TraceContext(Parent, "vendor=1"), () => Task.CompletedTask);

        var span = ended.Single(one => one.OperationName == "process q1");
        (span.TraceId.ToHexString(), span.ParentSpanId.ToHexString(), span.TraceStateString, span.Kind)
            .ShouldBe(("0af7651916cd43dd8448eb211c80319c", "b7ad6b7169203331", "vendor=1", ActivityKind.Consumer));
        span.Links.ShouldHaveSingleItem().Context.SpanId.ShouldBe(call!.SpanId);
        Activity.Current.ShouldBe(call);
    }

    [Theory]
    [InlineData(null)]
    [InlineData("")]
    [InlineData("00-xyz-01")]
    public async Task Process_MessageOfNoTrace_IsATraceOfItsOwn(string? parent)
    {
        var queue = $"q2-{parent}";
        Activity.Current = null;

        await Traces.ProcessAsync(queue, new TraceContext(parent, null), () => Task.CompletedTask);

        var span = ended.Single(one => one.OperationName == $"process {queue}");
        (span.ParentSpanId, span.Links.Count()).ShouldBe((default, 0));
    }

    [Fact]
    public async Task Send_InATrace_PutsItsOwnPlaceIntoTheMessage()
    {
        TraceContext sent = default;

        await Traces.SendAsync("q3", context =>
        {
            sent = context;
            return Task.CompletedTask;
        });

        ended.Single(one => one.OperationName == "send q3").Id.ShouldBe(sent.Parent);
    }

    [Fact]
    public async Task Run_Failed_TellsTheTypeAndNoMessage()
    {
        await Should.ThrowAsync<InvalidOperationException>(() => Traces.RunAsync("q4", _ => throw new InvalidOperationException("owner@example.com")));

        var span = ended.Single(one => one.OperationName == "q4");
        (span.Status, span.StatusDescription, span.GetTagItem("error.type")).ShouldBe((ActivityStatusCode.Error, null, "System.InvalidOperationException"));
        span.Events.ShouldBeEmpty();
    }

    [Fact]
    public void Messages_OfATrace_CarryItByItsStandardNames()
    {
        var digest = new DigestMessage("demo", "2026-01", 1).In(new TraceContext(Parent, null));
        var run = new ReconciliationMessage("demo", Guid.Empty, Parent, "vendor=1");

        JsonSerializer.Serialize(digest, JsonResponse.Options).ShouldBe($$"""{"tenant":"demo","month":"2026-01","revision":1,"traceparent":"{{Parent}}"}""");
        JsonSerializer.Serialize(run, JsonResponse.Options).ShouldBe(
            $$"""{"tenant":"demo","run":"00000000-0000-0000-0000-000000000000","traceparent":"{{Parent}}","tracestate":"vendor=1"}""");
        foreach (var options in new[] { JsonSerializerOptions.Web, JsonSerializerOptions.Default })
        {
            JsonSerializer.Deserialize<ReconciliationMessage>(JsonSerializer.Serialize(run, JsonResponse.Options), options).ShouldBe(run);
            JsonSerializer.Deserialize<ReconciliationMessage>("""{"tenant":"demo","run":"00000000-0000-0000-0000-000000000000"}""", options)!.Trace.ShouldBe(default);
        }
    }

    public void Dispose() => listener.Dispose();
}
