using Plumbline.Webhooks.GoHighLevel;

namespace Plumbline.Reconciliation.GoHighLevel;

/// <summary>What can be gone from GoHighLevel, and how that is found and told.</summary>
/// <param name="Field">Whose owner decides whether it is deleted here too.</param>
/// <param name="Count">Selects how many the ledger has of what was compared.</param>
/// <param name="Latest">Selects those that are gone, as the ledger has them.</param>
internal sealed record GoneKind(
    string Kind, string Plural, string Table, string Check, string VanishedCheck, string Severity, string Field, string EventType, string Count, string Latest,
    GoHighLevelPhase Next)
{
    public static readonly GoneKind Deals = new(
        DealComparison.Kind, "deals", "raw_opportunities", GoHighLevelChecks.DealExtra, GoHighLevelChecks.DealsVanished, "medium", FieldOwners.Pipeline,
        GoHighLevelPulls.OpportunityGone,
        """
        with latest as (
            select distinct on (o.opportunity_id) o.deleted
            from staging.raw_opportunities as o
            where o.tenant_id = $1 and o.source = $2 and o.effective_at < $3 and $4::timestamptz is not null and $5::timestamptz is not null
            order by o.opportunity_id, o.effective_at desc, o.seq desc
        )

        select count(*) from latest as l where not l.deleted
        """,
        """
        select i.key, l.seq, l.effective_at, l.client_id
        from ops.reconciliation_items as i
        cross join lateral (
            select o.seq, o.effective_at, o.client_id
            from staging.raw_opportunities as o
            where o.tenant_id = $1 and o.source = $3 and o.opportunity_id = i.key and o.effective_at < $4
            order by o.effective_at desc, o.seq desc
            limit 1
        ) as l
        where i.tenant_id = $1 and i.run_id = $2 and i.source = $3 and i.kind = 'deal' and i.outcome = 'extra' and i.key > $5
        order by i.key
        limit 100
        """,
        GoHighLevelPhase.Calendars);

    public static readonly GoneKind Appointments = new(
        AppointmentComparison.Kind, "appointments", "raw_appointments", GoHighLevelChecks.AppointmentExtra, GoHighLevelChecks.AppointmentsVanished, "low",
        FieldOwners.Appointments, GoHighLevelPulls.AppointmentGone,
        """
        with latest as (
            select distinct on (a.appointment_id) a.deleted, a.start_at
            from staging.raw_appointments as a
            where a.tenant_id = $1 and a.source = $2 and a.effective_at < $3
            order by a.appointment_id, a.effective_at desc, a.seq desc
        )

        select count(*) from latest as l where not l.deleted and l.start_at >= $4 and l.start_at < $5
        """,
        """
        select i.key, l.seq, l.effective_at, l.client_id
        from ops.reconciliation_items as i
        cross join lateral (
            select a.seq, a.effective_at, a.client_id
            from staging.raw_appointments as a
            where a.tenant_id = $1 and a.source = $3 and a.appointment_id = i.key and a.effective_at < $4
            order by a.effective_at desc, a.seq desc
            limit 1
        ) as l
        where i.tenant_id = $1 and i.run_id = $2 and i.source = $3 and i.kind = 'appointment' and i.outcome = 'extra' and i.key > $5
        order by i.key
        limit 100
        """,
        GoHighLevelPhase.Contacts);
}
