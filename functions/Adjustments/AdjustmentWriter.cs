using System.Globalization;
using Plumbline.Ledger;
using Plumbline.Manage;
using Plumbline.Platform;

namespace Plumbline.Adjustments;

/// <summary>Appends adjustments: each with the audit entry of its call, in one transaction.</summary>
public sealed class AdjustmentWriter(Database database)
{
    private static readonly DateOnly Earliest = new(2000, 1, 1);

    // What was asked for is kept, as a hash, by the audit entry of the call that asked.
    private const string SelectByKey = """
        select
            a.seq,
            (
                select e.details ->> 'request'
                from config.audit as e
                where e.tenant_id = a.tenant_id and e.action = 'adjustment.create' and e.subject = a.seq::text and e.details ? 'request'
                order by e.seq
                limit 1
            )
        from staging.raw_adjustments as a
        where a.tenant_id = $1 and a.source = 'manual' and a.source_key = $2
        """;

    private const string SelectToday = "select report.today($1)";

    private const string SelectMeasures = "select measure, is_money from staging.measures order by measure";

    // Noon, which stays within the day should the zone be corrected. A zone begins where the day before ended in the zone before.
    private const string InsertAdjustment = $"""
        insert into ledger.adjustments (
            tenant_id, source, source_key, occurred_at, kind, target_table, target_seq, measure, amount, currency, reason, actor, {AdjustmentTags.Columns})
        select
            $1, 'manual', $2, greatest(($3::date + time '12:00') at time zone z.time_zone, z.starts_at),
            $4, $5::text, $6::bigint, $7::text, $8::numeric, $9::text, $10, $11,
            $12::text, $13::text, $14::text, $15::text, $16::text, $17::text, $18::text, $19::text, $20::text, $21::text, $22::text
        from staging.zone_periods as z
        where z.tenant_id = $1 and (z.is_first or z.effective_from <= $3::date)
        order by z.effective_from desc
        limit 1
        returning seq
        """;

    /// <param name="request">Validated before.</param>
    /// <param name="key">The same key again is the same adjustment.</param>
    public Task<AdjustmentResult> WriteAsync(ManageCall call, AdjustmentRequest request, string key, CancellationToken cancel) =>
        // The same key, posted at the same time: whoever comes second finds the first.
        Race.RunAsync(() => TryWriteAsync(call, request, key, cancel), cancel);

    private async Task<AdjustmentResult> TryWriteAsync(ManageCall call, AdjustmentRequest request, string key, CancellationToken cancel)
    {
        var (tenant, hash) = (call.Tenant, RequestHash.Of(request));
        await using var session = await database.OpenAsync(tenant.Id, cancel);
        var known = await session.ListAsync(SelectByKey, row => (Seq: row.GetInt64(0), Hash: row.GetOptionalText(1)), cancel, tenant.Id, key);
        if (known is [var first])
        {
            if (first.Hash != hash)
            {
                return new AdjustmentResult.KeyTaken(first.Seq);
            }

            await call.AuditAsync(session, Write(first.Seq), new { status = 200 }, cancel);
            return await StoredAsync(session, call, first.Seq, isNew: false, cancel);
        }

        if (request.Target is { } target)
        {
            await AdjustmentFacts.LockAsync(session, tenant.Id, target, cancel);
            if (!await AdjustmentFacts.ExistsAsync(session, tenant.Id, target, cancel))
            {
                return new AdjustmentResult.NoTarget(target);
            }
        }

        var today = await session.FirstAsync(SelectToday, row => row.GetFieldValue<DateOnly>(0), cancel, tenant.Id);
        var (row, refusal) = request.Kind == AdjustmentKind.Void
            ? await VoidAsync(session, call, request, today, cancel)
            : await AmountAsync(session, call, request, cancel);
        if (row is null)
        {
            return refusal!;
        }

        if (row.EffectiveDate < Earliest || row.EffectiveDate > today.AddDays(1))
        {
            return new AdjustmentResult.Invalid("effectiveDate must be from 2000-01-01 to tomorrow in the tenant's time zone.");
        }

        var seq = await session.FirstAsync(InsertAdjustment, inserted => inserted.GetInt64(0), cancel, Parameters(call, row, key));
        await call.AuditAsync(session, Write(seq), new { row.Kind, row.Target, row.Measure, request = hash }, cancel);
        return await StoredAsync(session, call, seq, isNew: true, cancel);
    }

    private static async Task<(AdjustmentRow? Row, AdjustmentResult? Refusal)> VoidAsync(
        TenantSession session, ManageCall call, AdjustmentRequest request, DateOnly today, CancellationToken cancel)
    {
        var (tenant, target) = (call.Tenant.Id, request.Target!);
        if (target.Table == AdjustmentTarget.Adjustments && await AdjustmentFacts.IsReversalAsync(session, tenant, target.Seq, cancel))
        {
            return (null, new AdjustmentResult.IsReversal(target));
        }

        if (await AdjustmentFacts.VoidedByAsync(session, tenant, target, cancel) is { } by)
        {
            return (null, new AdjustmentResult.AlreadyVoided(target, by));
        }

        if (target.Table == AdjustmentTarget.Events && !await AdjustmentFacts.CountsItselfAsync(session, tenant, target.Seq, cancel))
        {
            var facts = await AdjustmentFacts.ReadFromAsync(session, tenant, target.Seq, cancel);
            return (null, new AdjustmentResult.Invalid(facts.Count == 0
                ? $"{target} is a delivery that counts for nothing, and nothing that counts was read from it."
                : $"{target} is a delivery that does not count itself; void what was read from it: {string.Join(", ", facts)}."));
        }

        var date = DateOf(request) ?? today;
        return (new AdjustmentRow(AdjustmentKind.Void, target, null, null, null, date, Tags.None, request.Reason.Trim()), null);
    }

    private static async Task<(AdjustmentRow? Row, AdjustmentResult? Refusal)> AmountAsync(
        TenantSession session, ManageCall call, AdjustmentRequest request, CancellationToken cancel)
    {
        var measure = request.Measure!.Trim();
        var measures = await session.ListAsync(SelectMeasures, row => (Name: row.GetString(0), IsMoney: row.GetBoolean(1)), cancel);
        if (measures.FindIndex(one => one.Name == measure) is var index && index < 0)
        {
            return Invalid($"measure is unknown; there are {string.Join(", ", measures.Select(one => one.Name))}.");
        }

        var isMoney = measures[index].IsMoney;
        if (!isMoney && request.Currency is not null)
        {
            return Invalid($"currency must be left out: {measure} is not money.");
        }

        CountedFact? fact = null;
        if (request.Target is { } target)
        {
            var counted = await AdjustmentFacts.CountedAsync(session, call.Tenant.Id, target, cancel);
            fact = counted.FirstOrDefault(one => one.Measure == measure);
            if (fact is null)
            {
                return Invalid(counted.Count == 0
                    ? $"{target} counts for no measure now; leave target out, and say effectiveDate and tags."
                    : $"{target} does not count for {measure}, but for {string.Join(", ", counted.Select(one => one.Measure))}.");
            }
        }

        var currency = isMoney ? request.Currency ?? fact?.Currency ?? call.Tenant.Currency : null;
        if (AdjustmentAmount.Fault(request.Amount!.Value, currency) is { } fault)
        {
            return Invalid(fault);
        }

        var amount = AdjustmentAmount.ToStored(request.Amount.Value, currency);
        var tags = (request.Tags?.WithoutEmpty() ?? Tags.None).Or(fact?.Tags ?? Tags.None);
        var date = DateOf(request) ?? fact!.Date;
        return (new AdjustmentRow(AdjustmentKind.Amount, request.Target, measure, amount, currency, date, tags, request.Reason.Trim()), null);
    }

    private static (AdjustmentRow? Row, AdjustmentResult? Refusal) Invalid(string reason) => (null, new AdjustmentResult.Invalid(reason));

    private static async Task<AdjustmentResult> StoredAsync(TenantSession session, ManageCall call, long seq, bool isNew, CancellationToken cancel)
    {
        var stored = await AdjustmentLog.FindAsync(session, call.Tenant, seq, cancel)
            ?? throw new InvalidOperationException($"Adjustment {seq} was written and cannot be read.");
        await session.CommitAsync(cancel);
        return new AdjustmentResult.Stored(stored, isNew);
    }

    private static DateOnly? DateOf(AdjustmentRequest request) =>
        request.EffectiveDate is { } text && AdjustmentValidation.TryReadDate(text, out var date) ? date : null;

    private static object?[] Parameters(ManageCall call, AdjustmentRow row, string key) =>
    [
        call.Tenant.Id, key, row.EffectiveDate, row.Kind, row.Target?.Table, row.Target?.Seq, row.Measure, row.Amount, row.Currency, row.Reason, call.Actor,
        .. row.Tags.Values(),
    ];

    private static string Write(long seq) => seq.ToString(CultureInfo.InvariantCulture);
}
