using System.Globalization;
using Plumbline.Manage;
using Plumbline.Platform;

namespace Plumbline.Quarantines;

/// <summary>Settles deliveries from which nothing is to be read, with the findings of their conflicts.</summary>
public sealed class QuarantineDismisser(Database database)
{
    private const string SelectItems = """
        select seq, event_seq, is_open
        from staging.quarantine
        where tenant_id = $1 and seq = any ($2)
        order by seq desc
        """;

    private const string InsertDismissals = """
        insert into ledger.resolutions (tenant_id, event_seq, kind, actor, reason)
        select $1, e.seq, 'dismissal', $3, $4
        from unnest($2::bigint[]) as e (seq)
        order by e.seq
        """;

    internal async Task<QuarantineResult<DismissJson>> DismissAsync(ManageCall call, DismissRequest wanted, CancellationToken cancel)
    {
        var (tenantId, reason) = (call.Tenant.Id, wanted.Reason.Trim());
        await using var session = await database.OpenAsync(tenantId, cancel);
        await QuarantineLock.TakeAsync(session, tenantId, cancel);
        if (await QuarantineItems.MissingAsync(session, tenantId, wanted.Items, cancel) is { Count: > 0 } missing)
        {
            return new QuarantineResult<DismissJson>.Unknown(missing);
        }

        var items = await session.ListAsync(
            SelectItems, row => (Seq: row.GetInt64(0), EventSeq: row.GetInt64(1), IsOpen: row.GetBoolean(2)), cancel, tenantId, wanted.Items.ToArray());
        var deliveries = items.Where(item => item.IsOpen).Select(item => item.EventSeq).Distinct().ToArray();
        var findings = 0;
        if (deliveries.Length > 0)
        {
            await session.ExecuteAsync(InsertDismissals, cancel, tenantId, deliveries, call.Actor, reason);
            findings = await ConflictFindings.SettleAsync(session, tenantId, deliveries, "accepted", call.Actor, reason, cancel);
        }

        var told = new DismissJson(
            items.Count(item => item.IsOpen),
            items.Count(item => !item.IsOpen),
            findings,
            [.. items.Select(item => new DismissedItem(item.Seq, item.EventSeq, item.IsOpen ? "dismissed" : "unchanged"))]);
        await call.AuditAsync(
            session, string.Create(CultureInfo.InvariantCulture, $"{items.Count} items"), new { told.Dismissed, told.Unchanged, told.Findings, deliveries }, cancel);
        await session.CommitAsync(cancel);
        return new QuarantineResult<DismissJson>.Done(told);
    }
}
