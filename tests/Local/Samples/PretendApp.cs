using System.Collections.Concurrent;
using System.Net.Http.Json;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Mvc;
using Microsoft.Azure.Functions.Worker;
using Plumbline.Local.Demo;
using Plumbline.Platform;

namespace Plumbline.Tests.Local.Samples;

/// <summary>Answers as the real app does on the routes that the demo uses, and remembers in the recorder what it was sent.</summary>
public sealed class PretendApp(Recorder recorder)
{
    public const string Secret = "whsec_pretend";
    public const string WorkflowSecret = "workflow_pretend";

    /// <summary>In the recorder: months were closed before the demo began.</summary>
    public const string ClosedBefore = "closed before";

    /// <summary>In the recorder: the frozen months are a cent short.</summary>
    public const string MissingCent = "a cent is missing";

    /// <summary>In the recorder: an event of each batch is refused.</summary>
    public const string RejectsEvents = "events are rejected";

    public static readonly DemoPlan Plan = new(new DateOnly(2026, 3, 1), 1);
    private static readonly DemoTruth Truth = DemoGenerator.Generate(Plan).Truth;
    private static readonly ConcurrentDictionary<Recorder, PretendLedger> Ledgers = new();

    private PretendLedger Ledger => Ledgers.GetOrAdd(recorder, _ => new PretendLedger());

    [Function("PretendTenant")]
    public async Task<IActionResult> PutTenant([HttpTrigger(AuthorizationLevel.Function, "put", Route = "manage/tenants/{slug}")] HttpRequest request, string slug)
    {
        ArgumentNullException.ThrowIfNull(request);
        var settings = await request.ReadFromJsonAsync<JsonElement>();
        if (settings.GetProperty("locationId").GetString() is not { Length: > 0 }) return new BadRequestResult();
        var first = settings.TryGetProperty("firstMonth", out var month) && month.ValueKind == JsonValueKind.String ? $" from {month}" : "";
        recorder.Add($"{request.Method} tenant {slug}{first}");
        return first.Length > 0 && recorder.Entries.Contains(ClosedBefore) ? new ConflictResult() : new OkResult();
    }

    [Function("PretendToken")]
    public IActionResult PostToken([HttpTrigger(AuthorizationLevel.Function, "post", Route = "manage/{tenant}/tokens")] HttpRequest request, string tenant)
    {
        recorder.Add($"{request?.Method} token");
        return new ObjectResult(new { token = $"token-{tenant}" }) { StatusCode = StatusCodes.Status201Created };
    }

    [Function("PretendStripe")]
    public async Task<IActionResult> PostStripe([HttpTrigger("post", Route = "webhooks/stripe/demo")] HttpRequest request)
    {
        ArgumentNullException.ThrowIfNull(request);
        var body = await BodyAsync(request);
        var parts = request.Headers["Stripe-Signature"].ToString().Split(',');
        var signed = HMACSHA256.HashData(Encoding.UTF8.GetBytes(Secret), Encoding.UTF8.GetBytes($"{parts[0][2..]}.{body}"));
        return parts[1] != $"v1={Convert.ToHexStringLower(signed)}" ? new BadRequestResult() : Store(body);
    }

    [Function("PretendGoHighLevel")]
    public async Task<IActionResult> PostGoHighLevel([HttpTrigger("post", Route = "webhooks/ghl/demo")] HttpRequest request)
    {
        ArgumentNullException.ThrowIfNull(request);
        var body = await BodyAsync(request);
        var isSigned = request.Headers["X-GHL-Signature"].ToString() is { Length: > 0 } signature
            ? signature == GoHighLevelSigner.Sign(Encoding.UTF8.GetBytes(body))
            : request.Headers["X-Webhook-Secret"] == WorkflowSecret;
        // A source knows no token of the tenant's.
        return !isSigned || request.Headers.Authorization.Count > 0 ? new BadRequestResult() : Store(body);
    }

    [Function("PretendEvents")]
    public async Task<IActionResult> PostEvents([HttpTrigger("post", Route = "events/demo")] HttpRequest request)
    {
        if (request?.Headers.Authorization.ToString() != "Bearer token-demo") return new UnauthorizedResult();
        if (request.ContentType != "application/cloudevents-batch+json") return new StatusCodeResult(StatusCodes.Status415UnsupportedMediaType);
        if (Ledger.Unavailable()) return new StatusCodeResult(StatusCodes.Status503ServiceUnavailable);
        using var batch = JsonDocument.Parse(await BodyAsync(request));
        var count = batch.RootElement.GetArrayLength();
        var stored = batch.RootElement.EnumerateArray().Count(item => Ledger.Events.TryAdd(item.GetRawText(), true));
        return new OkObjectResult(new { counts = new { stored, duplicate = count - stored, conflict = 0, rejected = recorder.Entries.Contains(RejectsEvents) ? 1 : 0 } });
    }

    [Function("PretendReconcile")]
    public IActionResult Reconcile([HttpTrigger("post", Route = "manage/demo/reconcile")] HttpRequest request)
    {
        recorder.Add($"{request?.Method} reconcile");
        return new ObjectResult(new { run = Guid.Empty, status = "queued", sources = Array.Empty<object>() }) { StatusCode = StatusCodes.Status202Accepted };
    }

    [Function("PretendReconciliation")]
    public IActionResult Reconciliation([HttpTrigger("get", Route = "manage/demo/reconciliations/{run}")] HttpRequest request, Guid run)
    {
        // The first look is too early.
        var looks = recorder.Entries.Count(entry => entry == $"{request?.Method} reconciliation {run}");
        recorder.Add($"{request?.Method} reconciliation {run}");
        return new OkObjectResult(new
        {
            run,
            status = looks == 0 ? "running" : "completed",
            sources = new[] { new { source = "stripe", summary = "Stripe: 3 of 3 movements match, $0.00 apart." } },
        });
    }

    [Function("PretendFreeze")]
    public IActionResult Freeze([HttpTrigger("post", Route = "manage/demo/months/{month}/freeze")] HttpRequest request, string month)
    {
        if (request?.Headers.Authorization.ToString() != "Bearer token-demo") return new UnauthorizedResult();
        recorder.Add($"freeze {month}");
        return new OkObjectResult(new { month, revision = 1, alreadyFrozen = !Ledger.Frozen.TryAdd(month, true) });
    }

    [Function("PretendDigest")]
    public async Task<IActionResult> Digest([HttpTrigger("post", Route = "manage/demo/months/{month}/digest")] HttpRequest request, string month)
    {
        ArgumentNullException.ThrowIfNull(request);
        recorder.Add($"digest {month}");
        using var http = new HttpClient();
        using var send = new HttpRequestMessage(HttpMethod.Post, $"http://{request.Host}/local/sendgrid/v3/mail/send")
        {
            Content = JsonContent.Create(new
            {
                personalizations = new[] { new { to = new[] { new { email = "owner@demo.example" } } } },
                from = new { email = "digest@plumbline.example" },
                subject = $"Demo Company, {DateOnly.ParseExact(month, "yyyy-MM", null):MMMM yyyy}",
                content = new[]
                {
                    new { type = "text/plain", value = "cash" },
                    new { type = "text/html", value = $"<a href=\"http://elsewhere:1/api/pages/demo/months/{month}?to=a&amp;signature=b\">Open</a>" },
                },
            }),
        };
        send.Headers.Add("Authorization", "Bearer SG.local");
        (await http.SendAsync(send)).Dispose();
        return new AcceptedResult();
    }

    [Function("PretendPage")]
    public IActionResult Page([HttpTrigger("get", Route = "pages/demo/months/{month}")] HttpRequest request, string month)
    {
        recorder.Add($"page {month}");
        return request?.Query["signature"].ToString() == "b"
            ? new HtmlResponse($"<a href=\"../funnel?month={month}&amp;signature=c\">How far its leads came</a>")
            : new UnauthorizedResult();
    }

    [Function("PretendMonths")]
    public IActionResult Months([HttpTrigger("get", Route = "manage/demo/months")] HttpRequest request) =>
        request?.Headers.Authorization.ToString() != "Bearer token-demo"
            ? new UnauthorizedResult()
            : new OkObjectResult(new { months = Truth.Months.Select(month => Month(month.Key, month.Value)) });

    private object Month(DateOnly month, DemoMonth truth) => new
    {
        month = $"{month:yyyy-MM}",
        revision = 1,
        metrics = truth.Figures().Select(figure => new
        {
            kpi = figure.Kpi,
            label = figure.Kpi,
            dimension = "company",
            currency = figure.Currency,
            unit = figure switch { { Currency: null, Denominator: null } => "count", { Kpi: "mer" } => "multiple", { Currency: null } => "ratio", _ => "money" },
            value = figure.Value - (recorder.Entries.Contains(MissingCent) && figure.Kpi == "cash_collected" ? 1 : 0),
            numerator = figure.Numerator,
            denominator = figure.Denominator,
            delta = 0.05m,
            deltaPercent = 5m,
        }),
    };

    private IActionResult Store(string body)
    {
        if (Ledger.Unavailable()) return new StatusCodeResult(StatusCodes.Status429TooManyRequests);
        var outcome = !Ledger.Events.TryAdd(body, true) ? "duplicate" : body.EndsWith('}') && !body.Contains("Warm lead", StringComparison.Ordinal) ? "stored" : "quarantined";
        return new OkObjectResult(new { outcome });
    }

    private static async Task<string> BodyAsync(HttpRequest request)
    {
        using var reader = new StreamReader(request.Body);
        return await reader.ReadToEndAsync();
    }

    private sealed class PretendLedger
    {
        private int requests;

        /// <summary>By body: no two events have the same.</summary>
        public ConcurrentDictionary<string, bool> Events { get; } = new();

        public ConcurrentDictionary<string, bool> Frozen { get; } = new();

        /// <summary>Every hundredth request meets a database that is away.</summary>
        public bool Unavailable() => Interlocked.Increment(ref requests) % 100 == 0;
    }
}
