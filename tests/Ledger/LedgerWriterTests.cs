using System.Text;
using Npgsql;
using Plumbline.Ledger;
using Plumbline.Tests.Support;
using static Plumbline.Tests.Support.Deliveries;

namespace Plumbline.Tests.Ledger;

[Trait("Category", "Sql")]
public sealed class LedgerWriterTests(LedgerDatabase ledger) : IClassFixture<LedgerDatabase>
{
    private readonly LedgerWriter writer = new(ledger.Database, Metering.Off);

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Append_NewDelivery_KeepsEventBodyAndMovement()
    {
        var tenant = await ledger.AddTenantAsync();

        var outcome = await writer.AppendAsync(Event(tenant, "evt_1", "{\"a\": 1}", Payment("ch:1:capture", 1000)), Cancel);

        outcome.ShouldBe(AppendOutcome.Stored);
        var row = (await ledger.ListAsync(
            """
            select b.body, e.body_sha256 = sha256(b.body), p.amount_minor, p.event_seq = e.seq, p.incarnation, p.xid = e.xid
            from ledger.raw_events e join ledger.bodies b on b.tenant_id = e.tenant_id and b.event_seq = e.seq
            join ledger.raw_payments p on p.tenant_id = e.tenant_id
            where e.tenant_id = $1
            """,
            row => (Encoding.UTF8.GetString(row.GetFieldValue<byte[]>(0)), row.GetBoolean(1), row.GetInt64(2), row.GetBoolean(3), row.GetInt32(4), row.GetBoolean(5)),
            tenant)).ShouldHaveSingleItem();
        row.ShouldBe(("{\"a\": 1}", true, 1000, true, 1, true));
    }

    [Fact]
    public async Task Append_SameKeyAgain_IsADuplicateAndWritesNothing()
    {
        var tenant = await ledger.AddTenantAsync();
        await writer.AppendAsync(Event(tenant, "evt_1", "{}", Payment("ch:1:capture", 1000)), Cancel);

        // Stripe's pending_webhooks differs between deliveries of one event: the id alone decides.
        var outcome = await writer.AppendAsync(Event(tenant, "evt_1", "{\"pending_webhooks\": 2}", Payment("ch:9:capture", 9)), Cancel);

        outcome.ShouldBe(AppendOutcome.Duplicate);
        (await CountsAsync(tenant)).ShouldBe((1, 1, 1, 0));
    }

    [Fact]
    public async Task Append_SameKeyOtherBodyWhereBodiesCount_IsAConflict()
    {
        var tenant = await ledger.AddTenantAsync();
        await writer.AppendAsync(Event(tenant, "id-1", "{\"v\": 1}") with { CompareBodies = true }, Cancel);

        (await writer.AppendAsync(Event(tenant, "id-1", "{\"v\": 1}") with { CompareBodies = true }, Cancel)).ShouldBe(AppendOutcome.Duplicate);
        (await writer.AppendAsync(Event(tenant, "id-1", "{\"v\": 2}") with { CompareBodies = true }, Cancel)).ShouldBe(AppendOutcome.Conflict);
        (await CountsAsync(tenant)).ShouldBe((1, 1, 0, 0));
    }

    [Fact]
    public async Task Append_OtherEventOfSameMovement_AddsNoMovement()
    {
        var tenant = await ledger.AddTenantAsync();

        var outcomes = await writer.AppendAsync(
            [Event(tenant, "evt_1", "{}", Payment("ch:1:capture", 1000)), Event(tenant, "evt_2", "{}", Payment("ch:1:capture", 1000))], Cancel);

        outcomes.ShouldBe([AppendOutcome.Stored, AppendOutcome.Stored]);
        (await CountsAsync(tenant)).ShouldBe((2, 2, 1, 0));
    }

    [Fact]
    public async Task Append_SameMovementOtherAmount_KeepsTheFirstAndQuarantinesTheEvent()
    {
        var tenant = await ledger.AddTenantAsync();
        await writer.AppendAsync(Event(tenant, "evt_1", "{}", Payment("ch:1:capture", 1000)), Cancel);

        var outcome = await writer.AppendAsync(Event(tenant, "evt_2", "{}", Payment("ch:1:capture", 900)), Cancel);

        outcome.ShouldBe(AppendOutcome.Quarantined);
        (await ledger.ScalarAsync<long>("select amount_minor from ledger.raw_payments where tenant_id = $1", tenant)).ShouldBe(1000);
        (await ledger.ListAsync("select reason || ' ' || fact_key from ledger.quarantine where tenant_id = $1", row => row.GetString(0), tenant))
            .ShouldBe(["conflict ch:1:capture"]);
        (await ledger.ListAsync(
            """
            select concat_ws(' ', f.check_name, f.subject, f.status, f.source, f.event_seq = e.seq, f.fact_rows = jsonb_build_array(jsonb_build_object('table', 'raw_payments', 'seq', p.seq)))
            from recon.findings as f join ledger.raw_events as e on e.tenant_id = f.tenant_id and e.source_key = 'evt_2'
            join ledger.raw_payments as p on p.tenant_id = f.tenant_id where f.tenant_id = $1
            """,
            row => row.GetString(0), tenant)).ShouldBe(["movement_conflict ch:1:capture open stripe t t"]);
    }

    [Theory]
    [InlineData(true, "high")]
    [InlineData(false, "low")]
    public async Task Append_SameMovementOtherAmount_IsGraveUnlessItIsOfTestMode(bool livemode, string severity)
    {
        var tenant = await ledger.AddTenantAsync();

        await writer.AppendAsync(Event(tenant, "evt_1", "{}", Payment("ch:1:capture", 1000, livemode: livemode)), Cancel);
        await writer.AppendAsync(Event(tenant, "evt_2", "{}", Payment("ch:1:capture", 900, livemode: livemode)), Cancel);

        (await ledger.ListAsync("select severity from recon.findings where tenant_id = $1", row => row.GetString(0), tenant)).ShouldBe([severity]);
    }

    [Fact]
    public async Task Append_SameMovementOtherCurrencyInOneList_KeepsOneAndFindsTheConflictOnce()
    {
        var tenant = await ledger.AddTenantAsync();
        Delivery[] list = [Event(tenant, "evt_1", "{}", Payment("txn:1", -5, PaymentKind.Dispute)), Event(tenant, "evt_2", "{}", Payment("txn:1", -5, PaymentKind.Dispute, currency: "EUR"))];

        (await writer.AppendAsync(list, Cancel)).ShouldBe([AppendOutcome.Stored, AppendOutcome.Quarantined], ignoreOrder: true);
        (await writer.AppendAsync(list, Cancel)).ShouldBe([AppendOutcome.Duplicate, AppendOutcome.Duplicate]);

        (await ledger.ScalarAsync<long>("select count(*) from ledger.raw_payments where tenant_id = $1", tenant)).ShouldBe(1);
        (await ledger.ListAsync("select check_name || ' ' || subject from recon.findings where tenant_id = $1", row => row.GetString(0), tenant))
            .ShouldBe(["movement_conflict txn:1"]);
    }

    [Fact]
    public async Task Append_SameMovementOfTestModeOrOtherAccount_IsAnotherMovement()
    {
        var tenant = await ledger.AddTenantAsync();

        await writer.AppendAsync(
            Event(tenant, "evt_1", "{}", Payment("ch:1:capture", 1), Payment("ch:1:capture", 2, livemode: false), Payment("ch:1:capture", 3) with { Account = "acct_1" }), Cancel);

        (await CountsAsync(tenant)).ShouldBe((1, 1, 3, 0));
    }

    [Fact]
    public async Task Append_ListWithRepeats_AnswersEachInOrder()
    {
        var (one, two) = (await ledger.AddTenantAsync(), await ledger.AddTenantAsync());
        await writer.AppendAsync(Event(one, "known"), Cancel);

        var outcomes = await writer.AppendAsync(
            [
                Event(two, "b", "{}", Payment("ch:b:capture", 5)),
                Event(one, "a"),
                Event(one, "known"),
                Event(one, "a"),
                Event(two, "known"),
                Event(one, "bad") with { Quarantine = [new QuarantineNote("unmappable", "livemode is missing")] },
            ],
            Cancel);

        outcomes.ShouldBe([
            AppendOutcome.Stored, AppendOutcome.Stored, AppendOutcome.Duplicate, AppendOutcome.Duplicate, AppendOutcome.Stored, AppendOutcome.Quarantined]);
        (await CountsAsync(one)).ShouldBe((3, 3, 0, 1));
        (await CountsAsync(two)).ShouldBe((2, 2, 1, 0));
    }

    [Fact]
    public async Task Append_TwentyTimesAtOnce_LeavesOneRow()
    {
        var tenant = await ledger.AddTenantAsync();

        var outcomes = await Task.WhenAll(Enumerable.Range(0, 20)
            .Select(_ => writer.AppendAsync(Event(tenant, "evt_1", "{}", Payment("ch:1:capture", 1000)), Cancel)));

        outcomes.Count(outcome => outcome == AppendOutcome.Stored).ShouldBe(1);
        outcomes.Count(outcome => outcome == AppendOutcome.Duplicate).ShouldBe(19);
        (await CountsAsync(tenant)).ShouldBe((1, 1, 1, 0));
    }

    [Fact]
    public async Task Append_OverlappingListsAtOnce_NeitherDeadlocksNorDoubles()
    {
        var tenant = await ledger.AddTenantAsync();
        var random = new Random(7);
        var batches = Enumerable.Range(0, 40).Select(_ => Enumerable.Range(0, 30)
            .Select(_ => random.Next(60))
            .Select(n => Event(tenant, $"evt_{n}", "{}", Payment($"ch:{n % 20}:capture", 100)))
            .ToArray()).ToArray();

        var outcomes = await Task.WhenAll(batches.Select(batch => Task.Run(() => writer.AppendAsync(batch, Cancel), Cancel)));

        var distinct = batches.SelectMany(batch => batch.Select(delivery => delivery.SourceKey)).Distinct().Count();
        outcomes.Sum(batch => batch.Count(outcome => outcome == AppendOutcome.Stored)).ShouldBe(distinct);
        (await CountsAsync(tenant)).ShouldBe((distinct, distinct, 20, 0));
    }

    [Fact]
    public async Task Append_FactThatCannotBeStored_StoresNothingOfTheBatch()
    {
        var tenant = await ledger.AddTenantAsync();

        await Should.ThrowAsync<PostgresException>(() => writer.AppendAsync(
            [Event(tenant, "evt_1", "{}", Payment("ch:1:capture", 1)), Event(tenant, "evt_2", "{}", Payment("ch:2:capture", 1, currency: "usd"))], Cancel));

        (await CountsAsync(tenant)).ShouldBe((0, 0, 0, 0));
    }

    [Fact]
    public async Task Append_ToARestoredDatabase_IsRefusedUntilTheMigratorHasRun()
    {
        await using var restored = new LedgerDatabase();
        await restored.InitializeAsync();
        var tenant = await restored.AddTenantAsync();
        await restored.ExecuteAsync(
            "alter table config.database_identity disable trigger all; update config.database_identity set system_identifier = system_identifier + 1; alter table config.database_identity enable always trigger deny_change");
        var toRestored = new LedgerWriter(restored.Database, Metering.Off);

        (await Should.ThrowAsync<PostgresException>(() => toRestored.AppendAsync(Event(tenant, "evt_1"), Cancel))).SqlState.ShouldBe("55000");
        await restored.ExecuteAsync("select config.register_database()");

        (await toRestored.AppendAsync(Event(tenant, "evt_1"), Cancel)).ShouldBe(AppendOutcome.Stored);
        (await restored.ScalarAsync<int>("select incarnation from ledger.raw_events where tenant_id = $1", tenant)).ShouldBe(2);
    }

    [Fact]
    public async Task Append_SameKeyWithOtherFactsInOneList_WritesTheFirstAlone()
    {
        var tenant = await ledger.AddTenantAsync();

        var outcomes = await writer.AppendAsync([.. Enumerable.Range(0, 30).Select(n => Event(tenant, "evt_1", $"{n}", Payment($"ch:{n}:capture", 1)))], Cancel);

        outcomes.Count(outcome => outcome == AppendOutcome.Stored).ShouldBe(1);
        (await CountsAsync(tenant)).ShouldBe((1, 1, 1, 0));
        (await ledger.ScalarAsync<string>("select convert_from(body, 'UTF8') from ledger.bodies where tenant_id = $1", tenant)).ShouldBe("0");
    }

    [Fact]
    public async Task Erase_OneClient_EmptiesEveryBodyAboutItAndNothingElse()
    {
        var tenant = await ledger.AddTenantAsync();
        var tags = new Tags { ClientId = "c1" };
        await writer.AppendAsync(
            [
                Event(tenant, "tagged", "1", Payment("ch:1:capture", 1000, charge: "ch_1", tags: tags)) with { ObjectId = "ch_1", RelatedIds = ["cus_1", "pi_1"], Tags = tags },
                Event(tenant, "same charge", "2") with { ObjectId = "ch_1", RelatedIds = ["cus_1"] },
                Event(tenant, "its refund", "3", Payment("re:1:out", -5, PaymentKind.Refund, charge: "ch_1")) with { ObjectId = "re_1", RelatedIds = ["ch_1"] },
                Event(tenant, "its customer", "4") with { ObjectId = "cus_1" },
                Event(tenant, "another charge of the customer", "5") with { ObjectId = "ch_2", RelatedIds = ["cus_1"] },
                Event(tenant, "quarantined", "6") with { ObjectId = "pi_1", Quarantine = [new QuarantineNote("unmappable", "a test")] },
                Event(tenant, "another client", "7", Payment("ch:9:capture", 1000, charge: "ch_9")) with { ObjectId = "ch_9", RelatedIds = ["cus_9"] },
            ],
            Cancel);
        var before = await CountsAsync(tenant);

        var emptied = await EraseAsync(tenant, "c1");

        emptied.ShouldBe(6);
        (await ledger.ListAsync(
            "select e.source_key from ledger.bodies b join ledger.raw_events e on e.tenant_id = b.tenant_id and e.seq = b.event_seq where b.tenant_id = $1 and b.body is not null",
            row => row.GetString(0), tenant)).ShouldBe(["another client"]);
        (await ledger.ScalarAsync<long>("select count(*) from ledger.erasures where tenant_id = $1 and client_id = 'c1' and bodies = 6", tenant)).ShouldBe(1);
        (await CountsAsync(tenant)).ShouldBe(before);
        (await EraseAsync(tenant, "c1")).ShouldBe(0);
    }

    [Fact]
    public async Task Erase_OneClient_EmptiesWhatWasPaidUnderItsAddress()
    {
        var tenant = await ledger.AddTenantAsync();
        byte[] own = [.. Enumerable.Repeat((byte)7, 32)], another = [.. Enumerable.Repeat((byte)8, 32)];
        await writer.AppendAsync(
            [
                Observations.Contact(tenant, "c1", "2026-01-10", emailHash: own) with { ObjectId = "c1" },
                Event(tenant, "says whose customer", "2") with { ObjectId = "ch_1", RelatedIds = ["cus_1"], Links = [new Link(Plumbline.Ledger.Link.CustomerEmail, "cus_1", Convert.ToHexStringLower(own))] },
                Event(tenant, "another event of the customer", "3") with { ObjectId = "in_1", RelatedIds = ["cus_1"] },
                Event(tenant, "a guest's charge", "4") with { ObjectId = "ch_2", Links = [new Link(Plumbline.Ledger.Link.ChargeEmail, "ch_2", Convert.ToHexStringLower(own))] },
                Event(tenant, "another address", "5") with { ObjectId = "ch_3", RelatedIds = ["cus_3"], Links = [new Link(Plumbline.Ledger.Link.CustomerEmail, "cus_3", Convert.ToHexStringLower(another))] },
            ],
            Cancel);

        (await EraseAsync(tenant, "c1")).ShouldBe(4);

        (await ledger.ListAsync(
            "select e.source_key from ledger.bodies b join ledger.raw_events e on e.tenant_id = b.tenant_id and e.seq = b.event_seq where b.tenant_id = $1 and b.body is not null",
            row => row.GetString(0), tenant)).ShouldBe(["another address"]);
    }

    [Fact]
    public async Task Update_OfABodyWhileErasing_CannotPutAnotherInItsPlace()
    {
        var tenant = await ledger.AddTenantAsync();
        await writer.AppendAsync(Event(tenant, "evt_1"), Cancel);

        (await Should.ThrowAsync<PostgresException>(() => ledger.ExecuteAsync(
            $"begin; set local role ledger_owner; set local app.tenant_ids = '{{{tenant}}}'; set local app.erasing = 'on'; update ledger.bodies set body = 'forged'; commit"))).SqlState.ShouldBe("42501");
    }

    private async Task<int> EraseAsync(Guid tenant, string client)
    {
        await using var connection = await ledger.Admin.OpenConnectionAsync(Cancel);
        await using var transaction = await connection.BeginTransactionAsync(Cancel);
        await using var role = new NpgsqlCommand("set local role ledger_owner", connection);
        await role.ExecuteNonQueryAsync(Cancel);
        await using var erase = new NpgsqlCommand("select ledger.erase($1, $2, 'asked by the client', 'admin')", connection)
        {
            Parameters = { new NpgsqlParameter { Value = tenant }, new NpgsqlParameter { Value = client } },
        };
        var emptied = (int)(await erase.ExecuteScalarAsync(Cancel))!;
        await transaction.CommitAsync(Cancel);
        return emptied;
    }

    private async Task<(long Events, long Bodies, long Payments, long Quarantined)> CountsAsync(Guid tenant) => (await ledger.ListAsync(
        """
        select
            (select count(*) from ledger.raw_events where tenant_id = $1),
            (select count(*) from ledger.bodies where tenant_id = $1),
            (select count(*) from ledger.raw_payments where tenant_id = $1),
            (select count(*) from ledger.quarantine where tenant_id = $1)
        """,
        row => (row.GetInt64(0), row.GetInt64(1), row.GetInt64(2), row.GetInt64(3)), tenant))[0];
}
