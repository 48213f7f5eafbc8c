using Plumbline.Tenants;
using Plumbline.Webhooks.GoHighLevel;

namespace Plumbline.Reconciliation.GoHighLevel;

/// <summary>What the counts of a comparison do not say.</summary>
internal static class GoHighLevelTold
{
    // What is compared is there although somebody has voided it, so that it is not appended again; reports do not show it.
    private const string CountVoided = """
        with voids as (
            select a.target_table, a.target_seq
            from staging.adjustments as a
            where a.tenant_id = $1 and a.kind = 'void' and a.target_table in ('raw_opportunities', 'raw_appointments')
        ),

        deals as (
            select distinct o.opportunity_id
            from voids as v
            join staging.raw_opportunities as o on o.tenant_id = $1 and o.seq = v.target_seq and o.source = $2
            where v.target_table = 'raw_opportunities'
                and not o.deleted
                and not exists (
                    select
                    from staging.raw_opportunities as l
                    where l.tenant_id = $1
                        and l.source = $2
                        and l.opportunity_id = o.opportunity_id
                        and (l.effective_at, l.seq) > (o.effective_at, o.seq)
                )
        ),

        appointments as (
            select distinct p.appointment_id
            from voids as v
            join staging.raw_appointments as p on p.tenant_id = $1 and p.seq = v.target_seq and p.source = $2
            where v.target_table = 'raw_appointments'
                and not p.deleted
                and not exists (
                    select
                    from staging.raw_appointments as l
                    where l.tenant_id = $1
                        and l.source = $2
                        and l.appointment_id = p.appointment_id
                        and (l.effective_at, l.seq) > (p.effective_at, p.seq)
                )
        )

        select (select count(*) from deals) + (select count(*) from appointments)
        """;

    /// <returns>Null where they say it all.</returns>
    public static async Task<string?> OfAsync(ReconciliationRun run, GoHighLevelCursor cursor, CancellationToken cancel)
    {
        await using var session = await run.OpenAsync(cancel);
        session.TakeAnyTime();
        var voided = await session.FirstAsync(CountVoided, row => row.GetInt64(0), cancel, run.Tenant.Id, GoHighLevelMapper.Source);
        var told = new[]
        {
            Count(cursor.Unread.Count, "could not be read and waits in quarantine.", "could not be read and wait in quarantine."),
            Count(voided, "was taken out by hand: reports do not show it as it is.", "were taken out by hand: reports do not show them as they are."),
        };
        return told.Any(sentence => sentence is not null) ? string.Join(' ', told.OfType<string>()) : null;

        string? Count(long count, string one, string many) => count switch
        {
            0 => null,
            1 => $"1 {one}",
            _ => $"{count.ToString("N0", TenantCulture.Of(run.Tenant))} {many}",
        };
    }
}
