using System.Diagnostics;
using System.Diagnostics.Metrics;
using Microsoft.AspNetCore.Mvc;
using Plumbline.Platform;
using Plumbline.Webhooks;
using Plumbline.Webhooks.Events;

namespace Plumbline.Telemetry;

/// <summary>What is counted and measured as it happens. No tenant is told apart, and nobody is named.</summary>
public sealed class PlumblineMetrics
{
    public const string MeterName = "Plumbline";

    public const string Stripe = "stripe";
    public const string GoHighLevel = "gohighlevel";
    public const string Events = "events";

    private readonly Counter<long> deliveries;
    private readonly Histogram<double> appends;
    private readonly Histogram<double> freezes;

    public PlumblineMetrics(IMeterFactory meters)
    {
        var meter = meters.Create(MeterName);
        deliveries = meter.CreateCounter<long>("plumbline.deliveries", "{delivery}", "Deliveries by source and by what they were answered.");
        appends = Histogram(
            "plumbline.append.duration", "How long appending a list of deliveries took, up to its commit.", [0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30]);
        freezes = Histogram("plumbline.freeze.duration", "How long closing a month, or computing it anew, took.", [0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30, 60, 120, 300, 600]);

        Histogram<double> Histogram(string name, string description, double[] bounds) => meter.CreateHistogram(
            name, "s", description, tags: null, new InstrumentAdvice<double> { HistogramBucketBoundaries = bounds });
    }

    /// <summary>Counts what is received by what it is answered.</summary>
    public async Task<IActionResult> ReceiveAsync(string source, Func<Task<IActionResult>> receive)
    {
        try
        {
            var answer = await receive();
            Count(source, answer);
            return answer;
        }
        catch
        {
            Count(source, "not_stored");
            throw;
        }
    }

    public Task<T> AppendAsync<T>(Func<Task<T>> append) => MeasureAsync(appends, [], append);

    /// <param name="revision">1 for a close, higher for a computation anew.</param>
    public Task<T> FreezeAsync<T>(int revision, Func<Task<T>> freeze) =>
        MeasureAsync(freezes, [new("reason", revision == 1 ? "close" : "regenerate")], freeze);

    private void Count(string source, IActionResult answer)
    {
        switch ((answer as JsonResponse)?.Value)
        {
            case DeliveryJson delivery:
                Count(source, delivery.Outcome);
                break;
            case EventsAnswer { Counts: var counts }:
                Count(source, "stored", counts.Stored);
                Count(source, "duplicate", counts.Duplicate);
                Count(source, "conflict", counts.Conflict);
                Count(source, "rejected", counts.Rejected);
                break;
            case EventReceiptJson receipt:
                Count(source, receipt.Outcome == EventOutcome.Stored ? "stored" : "duplicate");
                break;
            case ProblemDetails { Type: { } type }:
                Count(source, OutcomeOf(type[(type.LastIndexOf(':') + 1)..]));
                break;
            default:
                Count(source, "other");
                break;
        }
    }

    private void Count(string source, string outcome, int count = 1)
    {
        if (count > 0)
        {
            deliveries.Add(count, new("source", source), new("outcome", outcome));
        }
    }

    // A single event is refused as a problem; a batch says the same of an item in a word.
    private static string OutcomeOf(string problem) => problem switch
    {
        "invalid-event" => "rejected",
        "event-conflict" => "conflict",
        _ => problem.Replace('-', '_'),
    };

    private static async Task<T> MeasureAsync<T>(Histogram<double> histogram, TagList tags, Func<Task<T>> work)
    {
        var start = Stopwatch.GetTimestamp();
        try
        {
            return await work();
        }
        catch (Exception e)
        {
            tags.Add("error.type", e.GetType().FullName);
            throw;
        }
        finally
        {
            histogram.Record(Stopwatch.GetElapsedTime(start).TotalSeconds, tags);
        }
    }
}
