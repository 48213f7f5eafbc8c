using System.Text;
using Npgsql;
using Plumbline.Ledger;
using Plumbline.Tenants;
using Plumbline.Tests.Support;
using Plumbline.Webhooks.Events;
using Plumbline.Webhooks.GoHighLevel;
using Plumbline.Webhooks.Stripe;

namespace Plumbline.Tests.Ledger;

/// <summary>One person in every source, forgotten.</summary>
[Trait("Category", "Sql")]
public sealed class ErasureTests(LedgerDatabase ledger) : IClassFixture<LedgerDatabase>
{
    private const string Person = """
        "name": "Wilhelmina Featherstone", "first_name": "Wilhelmina", "email": "Wilhelmina.F@example.net", "phone": "+1 555 765-4321", "address": "7 Quillon Lane"
        """;

    // What none of the tables may hold afterwards, however it is written.
    private static readonly string[] Personal = ["wilhelmina", "featherstone", "example.net", "765-4321", "7654321", "quillon"];

    private static readonly (string How, string Body)[] Told =
    [
        ("native", """{"type": "ContactCreate", "locationId": "loc_1", "webhookId": "w1", "timestamp": "2026-01-05T10:00:00Z", "id": "c_w", "dateAdded": "2026-01-05T09:00:00Z", "tags": ["vip"], PERSON}"""),
        ("native", """{"type": "OpportunityCreate", "locationId": "loc_1", "webhookId": "w2", "timestamp": "2026-01-06T10:00:00Z", "id": "d_w", "contactId": "c_w", "status": "open", "monetaryValue": 900, "pipelineId": "p", "pipelineStageId": "s", "dateAdded": "2026-01-06T09:00:00Z", PERSON}"""),
        ("native", """{"type": "AppointmentCreate", "locationId": "loc_1", "webhookId": "w3", "timestamp": "2026-01-07T10:00:00Z", "appointment": {"id": "a_w", "contactId": "c_w", "appointmentStatus": "showed", "startTime": "2026-01-09T10:00:00Z", "dateAdded": "2026-01-07T09:00:00Z", "title": "Call with Wilhelmina"}}"""),
        ("native", """{"type": "InboundMessage", "locationId": "loc_1", "webhookId": "w4", "timestamp": "2026-01-07T11:00:00Z", "contactId": "c_w", "messageType": "SMS", "direction": "inbound", "body": "It is Wilhelmina, of Quillon Lane"}"""),
        ("native", """{"type": "InvoiceCreate", "locationId": "loc_1", "webhookId": "w5", "timestamp": "2026-01-07T11:00:00Z", "_id": "i_w", "status": "sent", "contactDetails": {"id": "c_w", PERSON}}"""),
        ("workflow", """{"contact_id": "c_w", "id": "d_w", "pipleline_stage": "A stage nobody knows", "status": "open", "lead_value": 900, "location": {"id": "loc_1"}, "customData": {"eventId": "wf1"}, PERSON}"""),
        ("stripe", """{"id": "evt_1", "type": "customer.created", "created": 1767700000, "livemode": true, "data": {"object": {"id": "cus_w", "object": "customer", "metadata": {"client_id": "c_w"}, PERSON}}}"""),
        ("stripe", """{"id": "evt_2", "type": "charge.succeeded", "created": 1767700000, "livemode": true, "data": {"object": {"id": "ch_w", "object": "charge", "amount": 90000, "amount_captured": 90000, "captured": true, "paid": true, "status": "succeeded", "currency": "usd", "created": 1767700000, "customer": "cus_w", "payment_intent": "pi_w", "billing_details": {PERSON}}}}"""),
        ("stripe", """{"id": "evt_3", "type": "checkout.session.completed", "created": 1767700000, "livemode": true, "data": {"object": {"id": "cs_w", "object": "checkout.session", "payment_intent": "pi_w", "customer_details": {PERSON}}}}"""),
        ("stripe", """{"id": "evt_4", "type": "refund.created", "created": 1767700100, "livemode": true, "data": {"object": {"id": "re_w", "object": "refund", "amount": 100, "currency": "usd", "status": "succeeded", "created": 1767700100, "charge": "ch_w", "description": "for Wilhelmina"}}}"""),
        ("stripe", """{"id": "evt_5", "type": "charge.dispute.created", "created": 1767700200, "livemode": true, "data": {"object": {"id": "dp_w", "object": "dispute", "amount": 100, "currency": "usd", "status": "needs_response", "charge": "ch_w", "balance_transactions": [], "evidence": {"customer_name": "Wilhelmina Featherstone"}}}}"""),
        ("stripe", """{"id": "evt_6", "type": "charge.succeeded", "created": 1767700200, "livemode": true, "data": {"object": {"id": "ch_float", "object": "charge", "amount": 1.5, "captured": true, "paid": true, "status": "succeeded", "currency": "usd", "created": 1767700000, "customer": "cus_w", "receipt_email": "wilhelmina.f@example.net"}}}"""),
        ("stripe", """not JSON, and yet of WILHELMINA.F@example.net"""),
        ("event", """{"specversion": "1.0", "id": "e1", "source": "success", "type": "client.onboarded", "time": "2026-01-08T08:00:00Z", "data": {"clientId": "c_w", "note": "Wilhelmina"}}"""),
        ("stripe", """not JSON either: wilhelmina.f@EXAMPLE.net"""),
        ("stripe", """{"id": "evt_7", "type": "unheard.of", "created": 1767700200, "livemode": true, "data": {"object": {"id": "x_1", "object": "x", "note": "\u0057ilhelmina.f\u0040example.net"}}}"""),
        ("stripe", """{"id": "evt_8", "type": "checkout.session.completed", "created": 1767700000, "livemode": true, "data": {"object": {"id": "cs_w2", "object": "checkout.session", "subscription": "sub_w", "metadata": {"client_id": "c_w"}, "customer_details": {PERSON}}}}"""),
        ("stripe", """{"id": "evt_9", "type": "customer.subscription.trial_will_end", "created": 1767700000, "livemode": true, "data": {"object": {"id": "sub_w", "object": "subscription", "status": "trialing", "currency": "usd", "items": {"data": []}, "description": "of Wilhelmina"}}}"""),
        ("event", """{"specversion": "1.0", "id": "e3", "source": "crm", "type": "automation.run", "time": "2026-01-08T08:00:00Z", "data": {"automation": "welcome", "succeeded": true, "tags": {"clientId": "c_w"}}}"""),
        ("event", """{"specversion": "1.0", "id": "e4", "source": "field", "type": "door.knocked", "time": "2026-01-08T08:00:00Z", "data": {"doorId": "d1", "tags": {"clientId": "c_w"}, "who": "Featherstone"}}"""),
        ("event", """{"specversion": "1.0", "id": "e2", "source": "dialler", "type": "call.made", "time": "2026-01-08T08:00:00Z", "data": {"tags": {"clientId": "c_w"}, "number": "+15557654321"}}"""),
    ];

    // Not one of them is hers, though automation, door and visitor are the same.
    private static readonly (string How, string Body)[] ToldOfAnother =
    [
        ("event", """{"specversion": "1.0", "id": "e5", "source": "crm", "type": "automation.run", "time": "2026-01-08T08:00:00Z", "data": {"automation": "welcome", "succeeded": true, "tags": {"clientId": "c_x"}}}"""),
        ("event", """{"specversion": "1.0", "id": "e6", "source": "crm", "type": "automation.run", "time": "2026-01-08T08:00:00Z", "data": {"automation": "welcome", "succeeded": true}}"""),
        ("event", """{"specversion": "1.0", "id": "e7", "source": "field", "type": "door.knocked", "time": "2026-01-08T08:00:00Z", "data": {"doorId": "d1", "tags": {"clientId": "c_x"}}}"""),
        ("native", """{"type": "OpportunityUpdate", "locationId": "loc_1", "webhookId": "x2", "timestamp": "2026-01-09T10:00:00Z", "id": "d_w", "contactId": "c_x", "status": "open", "pipelineId": "p", "pipelineStageId": "s"}"""),
        ("native", """{"type": "ContactCreate", "locationId": "loc_1", "webhookId": "x1", "timestamp": "2026-01-05T10:00:00Z", "id": "c_x", "dateAdded": "2026-01-05T09:00:00Z", "email": "ben@example.org"}"""),
        ("stripe", """{"id": "evt_x", "type": "charge.succeeded", "created": 1767700000, "livemode": true, "data": {"object": {"id": "ch_x", "object": "charge", "amount": 500, "amount_captured": 500, "captured": true, "paid": true, "status": "succeeded", "currency": "usd", "created": 1767700000, "customer": "cus_x", "billing_details": {"email": "ben@example.org"}}}}"""),
    ];

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Erase_APersonOfEverySource_LeavesNoWordOfThemAndEveryNumber()
    {
        var tenant = await NewTenantAsync();
        await new LedgerWriter(ledger.Database, Metering.Off).AppendAsync([.. Told.Concat(ToldOfAnother).Select(told => Map(tenant, told.How, told.Body))], Cancel);
        (await HoldersAsync()).ShouldBe(["ledger.bodies"]);
        var (figures, hashes) = (await FiguresAsync(tenant.Id), await HashesAsync(tenant.Id));
        figures.Count.ShouldBeGreaterThan(10);

        var emptied = await EraseAsync(tenant.Id, "c_w", "Wilhelmina.F@Example.net");

        emptied.ShouldBe(Told.Length);
        (await HoldersAsync()).ShouldBeEmpty();
        (await FiguresAsync(tenant.Id)).ShouldBe(figures);
        (await HashesAsync(tenant.Id)).ShouldBe(hashes);
        (await ledger.ScalarAsync<long>("select count(*) from ledger.bodies where tenant_id = $1 and body is not null", tenant.Id)).ShouldBe(ToldOfAnother.Length);
    }

    [Fact]
    public async Task Erase_WhatAReplayReadLater_IsFoundByWhatItRead()
    {
        var tenant = await NewTenantAsync();
        await new LedgerWriter(ledger.Database, Metering.Off).AppendAsync([Map(tenant, "stripe", "not JSON then"), Map(tenant, "stripe", "nor this")], Cancel);
        await ledger.ExecuteAsync(
            "insert into ledger.resolutions (tenant_id, event_seq, kind, related_ids, actor) select tenant_id, min(seq), 'replay', '{cus_late,c_late}', 'test' from ledger.raw_events where tenant_id = $1 group by 1",
            tenant.Id);

        (await EraseAsync(tenant.Id, "c_late")).ShouldBe(1);
    }

    [Theory]
    [InlineData("short")]
    [InlineData("          ")]
    public async Task Erase_ByAShortText_IsRefused(string text)
    {
        var tenant = await NewTenantAsync();

        (await Should.ThrowAsync<PostgresException>(() => EraseAsync(tenant.Id, "c", text))).MessageText.ShouldContain("at least 6 characters");
    }

    private async Task<Tenant> NewTenantAsync() => new()
    {
        Id = await ledger.AddTenantAsync("UTC"),
        Slug = "acme",
        Name = "Acme",
        Currency = "USD",
        Culture = "en-US",
        FirstMonth = Month.Of(new DateOnly(2026, 1, 1)),
        GraceHours = 6,
        StripeAccounts = [],
        TimeZone = "UTC",
        Crm = CrmSettings.None with { LocationId = "loc_1" },
    };

    private static Delivery Map(Tenant tenant, string how, string told)
    {
        var body = Encoding.UTF8.GetBytes(told.Replace("PERSON", Person.Trim(), StringComparison.Ordinal));
        var now = new DateTimeOffset(2026, 1, 20, 0, 0, 0, TimeSpan.Zero);
        var hash = new ContactHash("a key of these tests"u8.ToArray(), tenant.Id);
        return how switch
        {
            "native" => GoHighLevelMapper.MapNative(new GoHighLevelContext(tenant, hash, now), body),
            "workflow" => GoHighLevelMapper.MapWorkflow(new GoHighLevelContext(tenant, hash, now), body),
            "stripe" => StripeEventMapper.Map(new StripeContext(tenant, hash, now), body),
            _ => EventMapper.Map(tenant, OpenedEvent.Of(body), now, new Dictionary<string, string>()).Delivery.ShouldNotBeNull(),
        };
    }

    /// <summary>The tables in which a personal word stands, as text or within bytes.</summary>
    private async Task<List<string>> HoldersAsync()
    {
        var tables = await ledger.ListAsync(
            "select c.oid::regclass::text from pg_class as c join pg_namespace as n on n.oid = c.relnamespace where c.relkind = 'r' and n.nspname not in ('pg_catalog', 'information_schema', 'migrations') order by 1",
            row => row.GetString(0));
        tables.Count.ShouldBeGreaterThan(30);
        var words = Personal.Concat(Personal.Select(word => Convert.ToHexStringLower(Encoding.UTF8.GetBytes(word)))).ToArray();
        var holders = new List<string>();
        foreach (var table in tables)
        {
            var text = table == "ledger.bodies" ? "lower(coalesce(encode(t.body, 'escape'), '')) || lower(t::text)" : "lower(t::text)";
            if (await ledger.ScalarAsync<bool>($"select exists (select from {table} as t cross join unnest($1::text[]) as w (word) where strpos({text}, w.word) > 0)", (object)words))
            {
                holders.Add(table);
            }
        }

        return holders;
    }

    private Task<List<string>> FiguresAsync(Guid tenant) => ledger.ListAsync(
        "select concat_ws(' ', k.dimension_value, k.kpi, k.currency, k.value, k.numerator, k.denominator) from report.kpis_by($1, '2026-01-01', '2026-02-01', '{}', 'client_id') as k order by 1",
        row => row.GetString(0), tenant);

    private Task<List<string>> HashesAsync(Guid tenant) => ledger.ListAsync(
        "select seq || encode(body_sha256, 'hex') from ledger.raw_events where tenant_id = $1 order by seq", row => row.GetString(0), tenant);

    private async Task<int> EraseAsync(Guid tenant, string client, params string[] texts)
    {
        await using var connection = await ledger.Admin.OpenConnectionAsync(Cancel);
        await using var transaction = await connection.BeginTransactionAsync(Cancel);
        await using var role = new NpgsqlCommand("set local role ledger_owner", connection);
        await role.ExecuteNonQueryAsync(Cancel);
        await using var erase = new NpgsqlCommand("select ledger.erase($1, $2, 'asked by the client', 'admin', $3)", connection)
        {
            Parameters = { new NpgsqlParameter { Value = tenant }, new NpgsqlParameter { Value = client }, new NpgsqlParameter { Value = texts } },
        };
        var emptied = (int)(await erase.ExecuteScalarAsync(Cancel))!;
        await transaction.CommitAsync(Cancel);
        return emptied;
    }
}
