using System.Collections.Concurrent;
using System.Net.Http.Json;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Mvc;
using Microsoft.Azure.Functions.Worker;
using Plumbline.Local.Demo;

namespace Plumbline.Tests.Local.Samples;

/// <summary>Answers as the real app does on the routes that the demo uses, and remembers in the recorder what it was sent.</summary>
public sealed class PretendApp(Recorder recorder)
{
    public const string Secret = "whsec_pretend";

    /// <summary>In the recorder: months were closed before the demo began.</summary>
    public const string ClosedBefore = "closed before";

    /// <summary>In the recorder: the frozen months are a cent short.</summary>
    public const string MissingCent = "a cent is missing";

    public static readonly DemoPlan Plan = new(new DateOnly(2026, 3, 1), 1);
    private static readonly IReadOnlyDictionary<DateOnly, long> Cash = DemoGenerator.Generate(Plan).Truth.CashByMonth;
    private static readonly ConcurrentDictionary<Recorder, PretendLedger> Ledgers = new();

    private PretendLedger Ledger => Ledgers.GetOrAdd(recorder, _ => new PretendLedger());

    [Function("PretendTenant")]
    public async Task<IActionResult> PutTenant([HttpTrigger(AuthorizationLevel.Function, "put", Route = "manage/tenants/{slug}")] HttpRequest request, string slug)
    {
        ArgumentNullException.ThrowIfNull(request);
        var settings = await request.ReadFromJsonAsync<JsonElement>();
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

    [Function("PretendWebhook")]
    public async Task<IActionResult> PostStripe([HttpTrigger("post", Route = "webhooks/stripe/demo")] HttpRequest request)
    {
        ArgumentNullException.ThrowIfNull(request);
        using var reader = new StreamReader(request.Body);
        var body = await reader.ReadToEndAsync();
        var parts = request.Headers["Stripe-Signature"].ToString().Split(',');
        var signed = HMACSHA256.HashData(Encoding.UTF8.GetBytes(Secret), Encoding.UTF8.GetBytes($"{parts[0][2..]}.{body}"));
        if (parts[1] != $"v1={Convert.ToHexStringLower(signed)}") return new BadRequestResult();
        using var json = JsonDocument.Parse(body);
        if (Ledger.Unavailable()) return new StatusCodeResult(StatusCodes.Status500InternalServerError);
        return new OkObjectResult(new { outcome = Ledger.Events.TryAdd(json.RootElement.GetProperty("id").GetString()!, true) ? "stored" : "duplicate" });
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
                content = new[] { new { type = "text/plain", value = "cash" } },
            }),
        };
        send.Headers.Add("Authorization", "Bearer SG.local");
        (await http.SendAsync(send)).Dispose();
        return new AcceptedResult();
    }

    [Function("PretendMonths")]
    public IActionResult Months([HttpTrigger("get", Route = "manage/demo/months")] HttpRequest request) =>
        request?.Headers.Authorization.ToString() != "Bearer token-demo"
            ? new UnauthorizedResult()
            : new OkObjectResult(new { months = Cash.Select(month => Month(month.Key, month.Value + (recorder.Entries.Contains(MissingCent) ? -1 : 0))) });

    private static object Month(DateOnly month, long cents) => new
    {
        month = $"{month:yyyy-MM}",
        revision = 1,
        metrics = new[] { new { kpi = "cash_collected", currency = "USD", value = cents } },
    };

    private sealed class PretendLedger
    {
        private int requests;

        public ConcurrentDictionary<string, bool> Events { get; } = new();

        public ConcurrentDictionary<string, bool> Frozen { get; } = new();

        /// <summary>Every hundredth request meets a database that is away.</summary>
        public bool Unavailable() => Interlocked.Increment(ref requests) % 100 == 0;
    }
}
