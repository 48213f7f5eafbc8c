using System.Globalization;
using System.Text.Json;
using System.Text.Json.Nodes;
using Plumbline.Ledger;
using Plumbline.Reconciliation;
using Plumbline.Reconciliation.Checks;
using Plumbline.Tests.Platform;
using Plumbline.Tests.Sql;
using Plumbline.Tests.Support;
using static Plumbline.Tests.Support.Observations;

namespace Plumbline.Tests.Reconciliation.Checks;

/// <summary>A tenant in UTC whose ledger a check looks at, as the app does.</summary>
internal sealed class CheckedBusiness(LedgerDatabase ledger, Guid id)
{
    private static int last;

    public Guid Id => id;

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    public static async Task<CheckedBusiness> BeginAsync(LedgerDatabase ledger) => new(ledger, await ledger.AddSalesTenantAsync());

    public async Task AppendAsync(params Delivery[] deliveries) =>
        (await new LedgerWriter(ledger.Database, Metering.Off).AppendAsync(deliveries, Cancel)).ShouldAllBe(outcome => outcome == AppendOutcome.Stored || outcome == AppendOutcome.Quarantined);

    /// <summary>What a check finds at a time: its subject, date and detail, and the rows by the ids of what they are about.</summary>
    public async Task<List<string>> FindAsync(string check, string now = "2026-06-15T12:00:00Z")
    {
        await using var session = await new Plumbline.Platform.Database(ledger.App, new ManualTime(At(now))).OpenAsync(id, Cancel);
        var answer = await CheckAnswer.ReadAsync(session, id, CheckLibrary.All.Single(one => one.Name == check), Cancel);
        answer.Subjects.ShouldBe(answer.Rows.Select(row => row.Subject), ignoreOrder: true);
        var found = new List<string>();
        foreach (var row in answer.Rows.OrderBy(row => row.OccurredAt).ThenBy(row => row.Subject, StringComparer.Ordinal))
        {
            var facts = new List<string>();
            foreach (var fact in row.FactRows)
            {
                facts.Add(await NameAsync(fact));
            }

            found.Add(string.Create(
                CultureInfo.InvariantCulture,
                $"{row.Subject}{(row.Severity is null ? "" : $" {row.Severity}")}{(row.Source is null ? "" : $" {row.Source}")} at {row.OccurredAt?.ToUniversalTime():yyyy-MM-dd}: {row.Detail} [{string.Join(", ", facts)}]"));
        }

        return found;
    }

    public Task SetAsync(string sql) => ledger.ExecuteAsync(sql, id);

    public Task VoidAsync(string table, string key) => ledger.ExecuteAsync(
        $"insert into ledger.adjustments (tenant_id, source, source_key, occurred_at, kind, target_table, target_seq, reason, actor) select tenant_id, 'manual', 'void-' || seq, now(), 'void', '{table}', seq, 'it was a test of ours', 'test' from ledger.{table} where tenant_id = $1 and source_key = $2",
        id, key);

    /// <summary>An adjustment of a movement's cash.</summary>
    public Task CorrectAsync(string key, long minor, string source = "reconciliation") => ledger.ExecuteAsync(
        "insert into ledger.adjustments (tenant_id, source, source_key, occurred_at, kind, target_table, target_seq, measure, amount, currency, reason, actor) select tenant_id, $4, 'correct-' || gen_random_uuid(), occurred_at, 'amount', 'raw_payments', seq, 'cash', $3, currency, 'Stripe says so', 'test' from ledger.raw_payments where tenant_id = $1 and source_key = $2",
        id, key, minor, source);

    public Delivery Stripe(string type, string? subject, string at, long? refunded = null, params Payment[] payments) => new()
    {
        TenantId = id,
        Source = "stripe",
        SourceKey = $"evt_check_{Interlocked.Increment(ref last)}",
        Channel = "webhook",
        EventType = type,
        OccurredAt = At(at),
        ObjectId = subject,
        Livemode = true,
        Body = "{}"u8.ToArray(),
        Attributes = refunded is null ? null : new JsonObject { ["amountRefunded"] = refunded },
        Payments = payments,
    };

    public Delivery Paid(string charge, string at, long minor = 50_000, string? client = "c1", string currency = "USD") =>
        Stripe("charge.succeeded", charge, at, null, Movement($"ch:{charge}:capture", PaymentKind.Capture, minor, charge, at, client, currency));

    public Delivery Refunded(string charge, string refund, string at, long minor) =>
        Stripe("refund.created", refund, at, null, Movement($"re:{refund}:out", PaymentKind.Refund, -minor, charge, at));

    public static Payment Movement(string key, PaymentKind kind, long minor, string charge, string at, string? client = null, string currency = "USD") =>
        Deliveries.Payment(key, minor, kind, currency, At(at), charge, tags: new Tags { ClientId = client });

    private async Task<string> NameAsync(FactRowId fact)
    {
        var name = fact.Table switch
        {
            "raw_events" => "event_type || ' ' || coalesce(object_id, '')",
            "raw_payments" => "source_key",
            "raw_opportunities" => "opportunity_id || ' ' || status",
            "raw_appointments" => "appointment_id || ' ' || status",
            _ => throw new JsonException(fact.Table),
        };
        return await ledger.ScalarAsync<string>($"select {name} from ledger.{fact.Table} where tenant_id = $1 and seq = $2", id, fact.Seq);
    }
}
