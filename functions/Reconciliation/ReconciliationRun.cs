using System.Text.Json;
using Plumbline.Platform;
using Plumbline.Tenants;

namespace Plumbline.Reconciliation;

/// <summary>
/// One source's part of a run under way. What a part notes, finds and has done is committed with its cursor or before it, and may be
/// said again after a stop: of an item the first word stays.
/// </summary>
/// <param name="lease">Whose turn at the run it is; null in one that nobody else can be at.</param>
/// <param name="until">When the part is to leave the rest to the next message.</param>
internal sealed class ReconciliationRun(
    Database database, Tenant tenant, Guid id, string source, DateTimeOffset? since, TimeProvider time, DateTimeOffset until, Guid? lease = null)
{
    public const string Actor = "reconciliation";

    private const string SelectCursor = "select cursor::text from ops.reconciliation_parts where tenant_id = $1 and run_id = $2 and source = $3";

    private const string UpdateCursor = """
        update ops.reconciliation_parts as p
        set cursor = $4::jsonb
        from ops.reconciliations as r
        where p.tenant_id = $1 and p.run_id = $2 and p.source = $3
            and r.tenant_id = p.tenant_id and r.run_id = p.run_id and r.lease is not distinct from $5::uuid
        """;

    private const string UpdatePeriod = """
        update ops.reconciliation_parts
        set compared_from = $4, compared_until = $5
        where tenant_id = $1 and run_id = $2 and source = $3
        """;

    private const string InsertItems = """
        insert into ops.reconciliation_items (tenant_id, run_id, source, kind, key, outcome, currency, apart_minor)
        select $1, $2, $3, i.kind, i.key, i.outcome, i.currency, i.apart_minor
        from unnest($4::text[], $5::text[], $6::text[], $7::text[], $8::bigint[]) as i (kind, key, outcome, currency, apart_minor)
        on conflict (tenant_id, run_id, source, kind, key) do nothing
        """;

    private const string InsertFinding = """
        insert into ops.reconciliation_findings (tenant_id, run_id, check_name, subject)
        values ($1, $2, $3, $4)
        on conflict (tenant_id, run_id, check_name, subject) do nothing
        """;

    // Not by those that were asked to begin somewhere: what lies before may never have been compared.
    private const string SelectComparedUntil = """
        select max(s.compared_until)
        from recon.run_sources as s
        join ops.reconciliations as r on r.tenant_id = s.tenant_id and r.run_id = s.run_id
        where s.tenant_id = $1 and s.source = $2 and s.status = 'completed' and r.since is null
        """;

    public Tenant Tenant => tenant;

    public Guid Id => id;

    public Guid? Lease => lease;

    /// <summary>From when on it was asked to compare; null for as far as has not been compared completely yet.</summary>
    public DateTimeOffset? Since => since;

    public TimeProvider Time => time;

    /// <summary>Whether the part is to save its cursor and leave the rest to the next message.</summary>
    public bool IsTimeUp => time.GetUtcNow() >= until;

    public Task<TenantSession> OpenAsync(CancellationToken cancel) => database.OpenAsync(tenant.Id, cancel);

    /// <returns>Null where it begins.</returns>
    public async Task<TCursor?> ReadCursorAsync<TCursor>(CancellationToken cancel)
        where TCursor : class
    {
        await using var session = await OpenAsync(cancel);
        var text = await session.FirstAsync(SelectCursor, row => row.GetOptionalText(0), cancel, tenant.Id, id, source);
        return text is null ? null : JsonSerializer.Deserialize<TCursor>(text, JsonResponse.Options);
    }

    /// <summary>In the transaction of what was done up to there.</summary>
    /// <exception cref="OvertakenException">Somebody else has taken the run up.</exception>
    public async Task SaveCursorAsync<TCursor>(TenantSession session, TCursor cursor, CancellationToken cancel)
    {
        if (await session.ExecuteAsync(UpdateCursor, cancel, tenant.Id, id, source, JsonSerializer.Serialize(cursor, JsonResponse.Options), lease) == 0)
        {
            throw new OvertakenException();
        }
    }

    /// <summary>Writes down what the comparison covers: the next one begins where a completed one ended.</summary>
    public Task SetPeriodAsync(TenantSession session, DateTimeOffset from, DateTimeOffset until, CancellationToken cancel) =>
        session.ExecuteAsync(UpdatePeriod, cancel, tenant.Id, id, source, from.UtcDateTime, until.UtcDateTime);

    /// <summary>Up to when the source was compared completely before; null for never.</summary>
    public async Task<DateTimeOffset?> FindComparedUntilAsync(CancellationToken cancel)
    {
        await using var session = await OpenAsync(cancel);
        return await session.FirstAsync(SelectComparedUntil, row => row.GetOptional<DateTimeOffset>(0), cancel, tenant.Id, source);
    }

    /// <summary>Notes what was compared. Before anything is healed, so that after a stop it still counts as what it was.</summary>
    public Task NoteAsync(TenantSession session, IReadOnlyList<ReconciledItem> items, CancellationToken cancel) => items.Count == 0
        ? Task.CompletedTask
        : session.ExecuteAsync(
            InsertItems, cancel, tenant.Id, id, source,
            items.Select(item => item.Kind).ToArray(),
            items.Select(item => item.Key).ToArray(),
            items.Select(item => item.Outcome.ToString().ToLowerInvariant()).ToArray(),
            items.Select(item => item.Currency).ToArray(),
            items.Select(item => item.ApartMinor).ToArray());

    /// <summary>Opens a finding, unless it stands so already, and keeps it from being settled by this run.</summary>
    public async Task FindAsync(TenantSession session, NewFinding finding, CancellationToken cancel)
    {
        await Findings.OpenAsync(session, tenant.Id, finding, cancel);
        await session.ExecuteAsync(InsertFinding, cancel, tenant.Id, id, finding.CheckName, finding.Subject);
    }
}
