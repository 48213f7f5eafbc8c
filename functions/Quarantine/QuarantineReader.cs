using System.Text;
using Npgsql;
using Plumbline.Manage;
using Plumbline.Platform;
using Plumbline.Tenants;

namespace Plumbline.Quarantines;

/// <summary>What waits to be read, and what was done about it.</summary>
public sealed class QuarantineReader(Database database)
{
    private const string SelectPage = $"""
        select {QuarantineItem.Columns}
        from staging.quarantine
        where tenant_id = $1
            and ($2::boolean is null or is_open = $2)
            and ($3::text is null or reason = $3)
            and ($4::text is null or source = $4)
            and ($5::bigint is null or seq < $5)
        order by seq desc
        limit $6
        """;

    private const string CountOpen = """
        select reason, count(*)
        from staging.quarantine
        where tenant_id = $1 and is_open
        group by reason
        order by reason
        """;

    private const string SelectOfDelivery = $"""
        select {QuarantineItem.Columns}
        from staging.quarantine
        where tenant_id = $1 and event_seq = (select q.event_seq from staging.quarantine as q where q.tenant_id = $1 and q.seq = $2)
        order by seq desc
        """;

    private const string SelectResolutions = """
        select seq, kind, remaining, facts, actor, reason, recorded_at
        from staging.raw_resolutions
        where tenant_id = $1 and event_seq = $2
        order by seq desc
        """;

    private const string SelectBody = """
        select e.body_sha256, b.body, b.erased_at
        from ledger.raw_events as e
        left join ledger.bodies as b on b.tenant_id = e.tenant_id and b.event_seq = e.seq
        where e.tenant_id = $1 and e.seq = $2
        """;

    private static readonly UTF8Encoding Utf8 = new(encoderShouldEmitUTF8Identifier: false, throwOnInvalidBytes: true);

    internal async Task<(IReadOnlyList<QuarantineItem> Items, IReadOnlyDictionary<string, long> Open)> ListAsync(
        Tenant tenant, ListParameters wanted, CancellationToken cancel)
    {
        bool? isOpen = wanted.State switch { "open" => true, "settled" => false, _ => null };
        await using var session = await database.OpenAsync(tenant.Id, cancel);
        var items = await session.ListAsync(
            SelectPage, QuarantineItem.Read, cancel, tenant.Id, isOpen, wanted.Filter("reason"), wanted.Filter("source"), wanted.Before, wanted.Limit);
        var open = await session.ListAsync(CountOpen, row => (Reason: row.GetString(0), Items: row.GetInt64(1)), cancel, tenant.Id);
        return (items, open.ToDictionary(count => count.Reason, count => count.Items));
    }

    /// <summary>An item with its body redacted; or exactly as it was received, which is written down before it is told.</summary>
    /// <returns>Null when the tenant has no such item.</returns>
    internal async Task<QuarantineInspectionJson?> InspectAsync(ManageCall call, long seq, bool reveal, CancellationToken cancel)
    {
        var tenantId = call.Tenant.Id;
        await using var session = await database.OpenAsync(tenantId, cancel);
        var items = await session.ListAsync(SelectOfDelivery, QuarantineItem.Read, cancel, tenantId, seq);
        if (items.FirstOrDefault(item => item.Seq == seq) is not { } found)
        {
            return null;
        }

        var resolutions = await session.ListAsync(SelectResolutions, ReadResolution, cancel, tenantId, found.EventSeq);
        var body = await session.FirstAsync(SelectBody, row => ReadBody(row, reveal), cancel, tenantId, found.EventSeq);
        if (reveal)
        {
            await call.AuditAsync(session, $"{seq}", new { found.EventSeq, body!.Bytes }, cancel);
            await session.CommitAsync(cancel);
        }

        return new QuarantineInspectionJson(found, [.. items.Where(item => item.Seq != seq)], resolutions, body!);
    }

    private static QuarantineResolution ReadResolution(NpgsqlDataReader row) => new(
        row.GetInt64(0),
        row.GetString(1),
        row.GetFieldValue<string[]>(2),
        row.GetInt32(3),
        row.GetString(4),
        row.GetOptionalText(5),
        row.GetInstant(6));

    private static QuarantineBody ReadBody(NpgsqlDataReader row, bool reveal)
    {
        var kept = new QuarantineBody(Convert.ToHexStringLower(row.GetFieldValue<byte[]>(0)), ErasedAt: row.GetOptional<DateTimeOffset>(2));
        return row.IsDBNull(1) ? kept : Show(kept, row.GetFieldValue<byte[]>(1), reveal);
    }

    private static QuarantineBody Show(QuarantineBody kept, byte[] bytes, bool reveal)
    {
        kept = kept with { Bytes = bytes.Length };
        if (!reveal)
        {
            return kept with { Redacted = BodyMask.Of(bytes) };
        }

        try
        {
            return kept with { Text = Utf8.GetString(bytes) };
        }
        catch (DecoderFallbackException)
        {
            return kept with { Base64 = Convert.ToBase64String(bytes) };
        }
    }
}
