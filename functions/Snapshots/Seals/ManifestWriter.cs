using System.Globalization;
using System.Text;
using Npgsql;
using Plumbline.Platform;

namespace Plumbline.Snapshots.Seals;

/// <summary>
/// Writes a manifest, always to the same bytes from the same rows: UTF-8, LF, the header, the rows between the two pins, the closed month's own rows
/// (which their own pin does not show), and how many rows there are; an empty line between the parts.
/// </summary>
internal static class ManifestWriter
{
    private const string SelectRows = """
        select r.table_name, r.seq, encode(r.digest, 'hex')
        from ledger.sealed_rows_v1($1, $2, $3::pg_snapshot, $4, $5::pg_snapshot) as r
        order by r.table_name collate "C", r.seq, r.digest
        """;

    // Between the point before a transaction id and the point after it came what that transaction wrote. Ids whose lower half is zero, and the
    // largest, are never given out and make no snapshot: a row that has one was not written so, and comes out as missing.
    private const string SelectOwnRows = """
        with own as (
            select 'frozen.months' as table_name, seq, incarnation, xid from frozen.months where tenant_id = $1 and month = $2 and revision = $3
            union all
            select 'frozen.month_metrics', seq, incarnation, xid from frozen.month_metrics where tenant_id = $1 and month = $2 and revision = $3
            union all
            select 'frozen.month_changes', seq, incarnation, xid from frozen.month_changes where tenant_id = $1 and month = $2 and revision = $3
        ),

        transactions as (
            select distinct incarnation, xid, xid::text::numeric + case when (xid::text::numeric + 1) % 4294967296 = 0 then 2 else 1 end as next
            from own
            where xid::text::numeric % 4294967296 <> 0 and xid < '18446744073709551615'::xid8
        )

        select r.table_name, r.seq, encode(r.digest, 'hex')
        from transactions as t
        cross join lateral ledger.sealed_rows_v1(
            $1, t.incarnation, format('%1$s:%1$s:', t.xid)::pg_snapshot, t.incarnation, format('%1$s:%1$s:', t.next)::pg_snapshot) as r
        join own as o on (o.table_name, o.seq, o.incarnation, o.xid) = (r.table_name, r.seq, t.incarnation, t.xid)
        where r.table_name in ('frozen.months', 'frozen.month_metrics', 'frozen.month_changes')
        order by r.table_name collate "C", r.seq, r.digest
        """;

    /// <param name="session">Of one snapshot, or the two parts may not agree.</param>
    public static async Task<SealManifest> WriteAsync(TenantSession session, SealHeader header, CancellationToken cancel)
    {
        long rows = 0;
        var file = await HashedFile.WriteAsync(
            async stream =>
            {
                await using var text = new StreamWriter(stream, new UTF8Encoding(encoderShouldEmitUTF8Identifier: false), leaveOpen: true) { NewLine = "\n" };
                foreach (var line in header.Lines())
                {
                    await text.WriteLineAsync(line.AsMemory(), cancel);
                }

                await text.WriteLineAsync();
                rows += await WriteAsync(text, session.StreamAsync(
                    SelectRows, Line, cancel, header.TenantId, header.After?.Incarnation, header.After?.Snapshot, header.Until.Incarnation, header.Until.Snapshot), cancel);
                await text.WriteLineAsync();
                rows += await WriteAsync(text, session.StreamAsync(SelectOwnRows, Line, cancel, header.TenantId, header.Month.First, header.Revision), cancel);
                await text.WriteLineAsync();
                await text.WriteLineAsync(string.Create(CultureInfo.InvariantCulture, $"rows {rows}"));
            },
            cancel);
        return new SealManifest(file, header, rows);
    }

    private static async Task<long> WriteAsync(StreamWriter text, IAsyncEnumerable<string> lines, CancellationToken cancel)
    {
        long count = 0;
        await foreach (var line in lines)
        {
            await text.WriteLineAsync(line.AsMemory(), cancel);
            count++;
        }

        return count;
    }

    private static string Line(NpgsqlDataReader row) => string.Create(CultureInfo.InvariantCulture, $"{row.GetString(0)} {row.GetInt64(1)} {row.GetString(2)}");
}
