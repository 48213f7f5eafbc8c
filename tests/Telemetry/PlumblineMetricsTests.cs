using System.Collections.Concurrent;
using System.Diagnostics.Metrics;
using System.Globalization;
using Microsoft.AspNetCore.Mvc;
using Plumbline.Platform;
using Plumbline.Telemetry;
using Plumbline.Tests.Support;
using Plumbline.Webhooks;
using Plumbline.Webhooks.Events;

namespace Plumbline.Tests.Telemetry;

public sealed class PlumblineMetricsTests : IDisposable
{
    private readonly Metering.Meters meters = new();
    private readonly MeterListener listener = new();
    private readonly ConcurrentQueue<string> seen = new();
    private readonly PlumblineMetrics metrics;

    public PlumblineMetricsTests()
    {
        listener.InstrumentPublished = (instrument, to) =>
        {
            if (instrument.Meter.Scope == meters)
            {
                to.EnableMeasurementEvents(instrument);
            }
        };
        listener.SetMeasurementEventCallback<long>((instrument, value, tags, _) => seen.Enqueue($"{instrument.Name} {value.ToString(CultureInfo.InvariantCulture)} {Text(tags)}"));
        listener.SetMeasurementEventCallback<double>((instrument, value, tags, _) => seen.Enqueue($"{instrument.Name} {(value is >= 0 and < 5 ? "fast" : "slow")} {Text(tags)}"));
        listener.Start();
        metrics = new PlumblineMetrics(meters);
    }

    public static TheoryData<IActionResult, string> Answers => new()
    {
        { new JsonResponse(new DeliveryJson("quarantined")), "quarantined" },
        { Problem.Unverifiable("why"), "unverifiable" },
        { Problem.UnknownTenant(), "unknown_tenant" },
        { Problem.RetryLater("why"), "not_stored" },
        { Problem.TooMany(1), "rate_limited" },
        { new JsonResponse(new EventReceiptJson("1", EventOutcome.Duplicate)), "duplicate" },
        { Problem.Conflict("event-conflict", "t", "d"), "conflict" },
        { Problem.Of(400, "invalid-event", "t"), "rejected" },
    };

    [Theory]
    [MemberData(nameof(Answers))]
    public async Task Receive_Answered_IsCountedByItsAnswer(IActionResult answer, string outcome)
    {
        (await metrics.ReceiveAsync("stripe", () => Task.FromResult(answer))).ShouldBe(answer);

        seen.ShouldBe([$"plumbline.deliveries 1 source=stripe outcome={outcome}"]);
    }

    [Fact]
    public async Task Receive_Batch_CountsEachItem()
    {
        await metrics.ReceiveAsync("events", () => Task.FromResult<IActionResult>(new JsonResponse(new EventsAnswer(new EventCounts(3, 2, 0, 1), []))));

        seen.ShouldBe(
            [
                "plumbline.deliveries 3 source=events outcome=stored",
                "plumbline.deliveries 2 source=events outcome=duplicate",
                "plumbline.deliveries 1 source=events outcome=rejected",
            ]);
    }

    [Fact]
    public async Task Receive_Failed_IsNotStored()
    {
        await Should.ThrowAsync<OperationCanceledException>(() => metrics.ReceiveAsync("stripe", () => Task.FromCanceled<IActionResult>(new CancellationToken(true))));

        seen.ShouldBe(["plumbline.deliveries 1 source=stripe outcome=not_stored"]);
    }

    [Fact]
    public async Task Append_FailedOrNot_IsTimed()
    {
        await metrics.AppendAsync(() => Task.FromResult(1));
        await Should.ThrowAsync<TimeoutException>(() => metrics.AppendAsync<int>(() => throw new TimeoutException("of somebody")));
        await metrics.FreezeAsync(revision: 2, () => Task.FromResult(1));

        seen.ShouldBe(
            ["plumbline.append.duration fast ", "plumbline.append.duration fast error.type=System.TimeoutException", "plumbline.freeze.duration fast reason=regenerate"]);
    }

    public void Dispose()
    {
        listener.Dispose();
        meters.Dispose();
    }

    private static string Text(ReadOnlySpan<KeyValuePair<string, object?>> tags) => string.Join(' ', tags.ToArray().Select(tag => $"{tag.Key}={tag.Value}"));
}
