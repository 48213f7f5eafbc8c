using Plumbline.Webhooks.GoHighLevel;

namespace Plumbline.Reconciliation.GoHighLevel;

/// <summary>What can be gone from GoHighLevel, and how that is found and told.</summary>
/// <param name="Field">Whose owner decides whether it is deleted here too.</param>
/// <param name="Latest">Selects those that are gone, as the ledger has them.</param>
internal sealed record GoneKind(
    string Kind, string Plural, string Table, string Check, string DiffersCheck, string VanishedCheck, string Severity, string Field, string EventType, string Latest,
    GoHighLevelPhase Next)
{
    public static readonly GoneKind Deals = new(
        DealComparison.Kind, "deals", "raw_opportunities", GoHighLevelChecks.DealExtra, GoHighLevelChecks.DealDiffers, GoHighLevelChecks.DealsVanished, "medium", FieldOwners.Pipeline,
        GoHighLevelPulls.OpportunityGone,
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
        GoHighLevelPhase.Stages);

    public static readonly GoneKind Appointments = new(
        AppointmentComparison.Kind, "appointments", "raw_appointments", GoHighLevelChecks.AppointmentExtra, GoHighLevelChecks.AppointmentDiffers, GoHighLevelChecks.AppointmentsVanished, "low",
        FieldOwners.Appointments, GoHighLevelPulls.AppointmentGone,
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
        GoHighLevelPhase.UnknownContacts);
}
