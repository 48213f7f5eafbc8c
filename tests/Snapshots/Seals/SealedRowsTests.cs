using System.Text.RegularExpressions;
using Plumbline.Tests.Support;

namespace Plumbline.Tests.Snapshots.Seals;

/// <summary>What ledger.sealed_rows_v1 covers, and that it comes to the same on every version of PostgreSQL.</summary>
[Trait("Category", "Sql")]
public sealed partial class SealedRowsTests(LedgerDatabase ledger) : IClassFixture<LedgerDatabase>
{
    // Bodies are held against the hash in raw_events; runs of the reconciliation make no number; the others are the same for everybody and come with the migrations.
    private static readonly string[] NotSealed = ["config.database_identity", "config.feeds", "config.measure_feeds", "config.measures", "ledger.bodies", "recon.run_sources", "recon.runs"];

    [Fact]
    public async Task SealedRows_EveryColumnOfEveryTableOfRecord_IsCovered()
    {
        var columns = await ledger.ListAsync(
            """
            select c.oid::regclass::text, string_agg(a.attname, ', ' order by a.attname)
            from pg_class as c
            join pg_namespace as n on n.oid = c.relnamespace
            join pg_attribute as a on a.attrelid = c.oid and a.attnum > 0 and not a.attisdropped
            where c.relkind = 'r' and n.nspname in ('ledger', 'config', 'frozen', 'runs', 'recon') and c.oid::regclass::text <> all ($1)
            group by 1
            order by 1
            """,
            row => $"{row.GetString(0)}: {row.GetString(1)}", (object)NotSealed);
        var source = await ledger.ScalarAsync<string>("select prosrc from pg_proc where oid = 'ledger.sealed_rows_v1'::regproc");

        var covered = Branch().Matches(source).Select(branch =>
            $"{branch.Groups["table"].Value}: {string.Join(", ", branch.Groups["columns"].Value.Split(',').Select(column => column.Trim()[2..]).Order(StringComparer.Ordinal))}");

        covered.Order(StringComparer.Ordinal).ShouldBe(columns);
    }

    [Fact]
    public async Task SealedRows_OfAKnownRow_ComeToAKnownDigest()
    {
        var tenant = Guid.Parse("6f0d3c52-6a0e-4a9b-9d0b-0f5ac1b0a001");
        await ledger.ExecuteAsync($$"""
            alter table ledger.raw_events disable trigger all;
            alter table frozen.months disable trigger all;
            insert into ledger.raw_events (tenant_id, seq, source, source_key, occurred_at, recorded_at, xid, incarnation, client_id, channel, event_type, livemode, body_sha256, related_ids, attributes)
            overriding system value
            values ('{{tenant}}', 7, 'stripe', 'evt_é', '2026-01-15T12:00:00.123456Z', '2026-01-15T12:00:01Z', '123', 1, null, 'webhook', 'charge.succeeded', true, sha256('body'), '{a,"b c"}', '{"b": 1.50, "a": [null, "ü"]}');
            insert into frozen.months (tenant_id, month, revision, frozen_at, frozen_by, reason, xid, incarnation, snapshot, definitions_version, time_zone, starts_at, ends_at, status, seq)
            overriding system value
            values ('{{tenant}}', '2026-01-01', 1, '2026-02-01T06:00:00Z', 'timer', 'month end', '124', 1, '120:124:121,122', 9, 'Europe/Berlin', '2025-12-31T23:00:00Z', '2026-01-31T23:00:00Z', 'final', 3)
            """);

        var rows = await ledger.ListAsync(
            "select concat_ws(' ', table_name, seq, encode(digest, 'hex')) from ledger.sealed_rows_v1($1, 1, '100:100:', 1, '200:200:') where table_name in ('frozen.months', 'ledger.raw_events') order by 1",
            row => row.GetString(0), tenant);

        rows.ShouldBe(
        [
            "frozen.months 3 0573a5aae3c0ffbc9eaf4095435a43cfb6140e95d738b9552222d27a024bef0e",
            "ledger.raw_events 7 8f43305253f0110cdbf7a61f6b65a42e227b1c80648009fa7ced17828fc35a27",
        ]);
    }

    [GeneratedRegex(@"'(?<table>[a-z_.]+)'::text as table_name,.*?record_send\(row\((?<columns>[^()]+)\)\)", RegexOptions.Singleline)]
    private static partial Regex Branch();
}
