using System.Globalization;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Mvc;
using Microsoft.Extensions.Logging;
using Microsoft.Net.Http.Headers;
using Npgsql;
using Plumbline.Access;
using Plumbline.Ledger;
using Plumbline.Platform;
using Plumbline.Telemetry;
using Plumbline.Tenants;

namespace Plumbline.Webhooks.Events;

/// <summary>
/// Appends the CloudEvents of a request, all that can be read in one transaction. A batch is answered 200 with a result for
/// each item, even when every item is rejected; a single event by its own status: 200 stored or duplicate, 400 rejected, 409
/// known with other content. Sending an event again is always safe.
/// </summary>
public sealed partial class EventDeliveries(
    BearerAccess access, LedgerWriter ledger, Database database, PlumblineMetrics metrics, TimeProvider time, ILogger<EventDeliveries> log)
{
    private const string Single = "application/cloudevents+json";
    private const string Batch = "application/cloudevents-batch+json";
    private const string Either = "application/json";
    private const int RetrySeconds = 10;

    private const string SelectUnits = "select kpi, unit from staging.kpi_definitions";

    public Task<IActionResult> ReceiveAsync(HttpRequest request, string slug, CancellationToken cancel) =>
        metrics.ReceiveAsync(PlumblineMetrics.Events, () => AnswerAsync(request, slug, cancel));

    private async Task<IActionResult> AnswerAsync(HttpRequest request, string slug, CancellationToken cancel)
    {
        try
        {
            var (caller, refusal) = await access.AuthorizeAsync(request, slug, Scope.Ingest, cancel);
            if (caller is null)
            {
                return refusal!;
            }

            if (FormatOf(request.ContentType) is not { } format)
            {
                return Problem.Of(
                    415, "unsupported-media-type", "The content type is not supported", $"Send {Single}, {Batch} or {Either}, in UTF-8.");
            }

            if (await request.ReadBodyAsync(cancel) is not { } body)
            {
                return Problem.TooLarge(RequestBody.Limit);
            }

            return EventItems.Read(body) is not { } items
                ? Problem.Invalid("The body is not valid JSON, or is nested more than 64 levels deep.")
                : Fault(format, items) is { } fault ? Problem.Invalid(fault)
                : await AppendAsync(caller.Tenant, items, cancel);
        }
        catch (Exception e) when (e is NpgsqlException or TimeoutException)
        {
            LogNotStored(slug, e);

            // The worker writes no answer of a cancelled call, and the caller must not read that as a yes.
            cancel.ThrowIfCancellationRequested();
            var problem = Problem.Of(503, "not-stored", "Nothing was stored", "The ledger cannot be reached; send it again.");
            problem.Headers["Retry-After"] = RetrySeconds.ToString(CultureInfo.InvariantCulture);
            return problem;
        }
    }

    private async Task<IActionResult> AppendAsync(Tenant tenant, EventItems items, CancellationToken cancel)
    {
        var now = time.GetUtcNow();
        var opened = items.Bodies.Select(OpenedEvent.Of).ToArray();
        var units = await UnitsAsync(opened, cancel);
        var mapped = opened.Select(item => EventMapper.Map(tenant, item, now, units)).ToArray();
        var deliveries = mapped.Select(item => item.Delivery).OfType<Delivery>().ToArray();
        IReadOnlyList<AppendOutcome> outcomes = deliveries.Length == 0 ? [] : await ledger.AppendAsync(deliveries, cancel);

        var answer = EventsAnswer.Of(mapped, outcomes);
        var level = answer.Counts is { Conflict: 0, Rejected: 0 } ? LogLevel.Debug : LogLevel.Warning;
        LogOutcome(level, tenant.Slug, answer.Counts.Stored, answer.Counts.Duplicate, answer.Counts.Conflict, answer.Counts.Rejected);
        return items.IsBatch ? new JsonResponse(answer) : answer.Items[0].ToResponse();
    }

    /// <returns>The unit of each KPI, where an event needs them.</returns>
    private async Task<Dictionary<string, string>> UnitsAsync(OpenedEvent[] opened, CancellationToken cancel) =>
        Array.Exists(opened, item => item.Envelope?.Type == EventTypes.FinancePosted)
            ? (await database.ListAsync(SelectUnits, row => (Kpi: row.GetString(0), Unit: row.GetString(1)), cancel)).ToDictionary(row => row.Kpi, row => row.Unit)
            : [];

    private static string? FormatOf(string? contentType) =>
        MediaTypeHeaderValue.TryParse(contentType, out var type)
        && (!type.Charset.HasValue || HeaderUtilities.RemoveQuotes(type.Charset).Equals("utf-8", StringComparison.OrdinalIgnoreCase))
            ? Array.Find([Single, Batch, Either], known => type.MediaType.Equals(known, StringComparison.OrdinalIgnoreCase))
            : null;

    private static string? Fault(string format, EventItems items) => (format, items) switch
    {
        (Single, { IsBatch: true }) => $"The body is a list; send it as {Batch}.",
        (Batch, { IsBatch: false }) => $"The body is not a list; send one event as {Single}.",
        (_, { Bodies.Count: > EventItems.Most }) => $"A batch holds at most {EventItems.Most} events; nothing of this one was stored.",
        _ => null,
    };

    [LoggerMessage("Events for {Tenant}: {Stored} stored, {Duplicate} duplicate, {Conflict} conflict, {Rejected} rejected")]
    private partial void LogOutcome(LogLevel level, string tenant, int stored, int duplicate, int conflict, int rejected);

    [LoggerMessage(LogLevel.Error, "Events for {Tenant} not stored")]
    private partial void LogNotStored(string tenant, Exception exception);
}
