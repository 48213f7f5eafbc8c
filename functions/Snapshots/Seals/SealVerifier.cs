using System.Data;
using Npgsql;
using Plumbline.Platform;
using Plumbline.Tenants;

namespace Plumbline.Snapshots.Seals;

/// <summary>Holds a tenant's closed months against their seals. What does not verify becomes a finding, and what does again settles it, month by month.</summary>
public sealed class SealVerifier(Database database, MonthSealer sealer, SealCopies copies)
{
    // Months that were closed before there were seals.
    private const string SelectUnsealed = """
        select
            m.month,
            m.revision,
            m.seq,
            coalesce(m.seq < (
                select min(f.seq)
                from frozen.seals as s
                join frozen.months as f on (f.tenant_id, f.month, f.revision) = (s.tenant_id, s.month, s.revision)
                where s.tenant_id = $1), true)
        from frozen.months as m
        where m.tenant_id = $1
            and ($2::date is null or m.month = $2)
            and not exists (select from frozen.seals as s where (s.tenant_id, s.month, s.revision) = (m.tenant_id, m.month, m.revision))
        """;

    /// <param name="month">Null for all, and for the bodies of what came since the last.</param>
    /// <param name="actor">Who finds what is found.</param>
    public async Task<SealReport> VerifyAsync(Tenant tenant, Month? month, string actor, CancellationToken cancel)
    {
        ArgumentNullException.ThrowIfNull(tenant);
        var findings = new SealFindings(database, tenant, actor);
        if (await CheckFunctionAsync(tenant, cancel) is { Any: true } edited)
        {
            await findings.TellAsync(SealedRowsFunction.Name, edited.List(), cancel);
            return new SealReport(tenant.Slug, false, [], edited.List());
        }

        var known = await ListSealsAsync(tenant, cancel);
        await sealer.CopyUnchangedAsync(tenant, cancel);
        var found = (await copies.ListAsync(tenant, month, cancel)).ToLookup(copy => (copy.Month, copy.Revision));
        var report = await VerifyAsync(tenant, month, known, found, findings, cancel);
        await findings.SettleOthersAsync(month, cancel);
        return report;
    }

    private async Task<SealFailures> CheckFunctionAsync(Tenant tenant, CancellationToken cancel)
    {
        await using var session = await database.OpenAsync(tenant.Id, cancel);
        var failures = new SealFailures();
        await SealedRowsFunction.CheckAsync(session, failures, cancel);
        return failures;
    }

    private async Task<HashSet<long>> ListSealsAsync(Tenant tenant, CancellationToken cancel)
    {
        await using var session = await database.OpenAsync(tenant.Id, cancel);
        return [.. (await SealRow.ListAsync(session, tenant, month: null, cancel)).Select(seal => seal.Seq)];
    }

    private async Task<SealReport> VerifyAsync(
        Tenant tenant, Month? month, HashSet<long> known, ILookup<(Month, int), SealCopy> found, SealFindings findings, CancellationToken cancel)
    {
        await using var session = await database.OpenAsync(tenant.Id, cancel, IsolationLevel.RepeatableRead);
        var chain = await SealRow.ListAsync(session, tenant, month: null, cancel);
        var verification = new MonthVerification(session, tenant, copies);
        var months = new SortedDictionary<(Month, int), SealedMonth>();

        // A month that closed after the copies were listed is the next verification's.
        var seals = chain.Index().Where(seal => (month is null || seal.Item.Month == month)
            && (known.Contains(seal.Item.Seq) || found.Contains((seal.Item.Month, seal.Item.Revision)))).ToList();
        foreach (var (position, seal) in seals)
        {
            var failures = new SealFailures();
            if (seal.Previous != (position == 0 ? null : chain[position - 1].Seal))
            {
                failures.Tell("chain-broken", $"The seal before it in frozen.seals is not the one it names: {seal.Previous ?? "none"}.", SealFailures.Seals, seal.Seq);
            }

            var rows = await RunAsync(seal, (seal.Month, seal.Revision), failures);
            await AddAsync((seal.Month, seal.Revision), rows, seal.Seal, failures);
        }

        foreach (var orphans in found.Where(copy => !chain.Any(seal => (seal.Month, seal.Revision) == copy.Key)))
        {
            var failures = new SealFailures();
            await AddAsync(orphans.Key, await RunAsync(seal: null, orphans.Key, failures), null, failures);
        }

        foreach (var unsealed in await session.ListAsync(
            SelectUnsealed, row => (Month: new Month(row.GetFieldValue<DateOnly>(0)), Revision: row.GetInt32(1), Seq: row.GetInt64(2), IsOlder: row.GetBoolean(3)),
            cancel, tenant.Id, month?.First))
        {
            if (found.Contains((unsealed.Month, unsealed.Revision)))
            {
                continue;
            }

            var failures = new SealFailures();
            if (!unsealed.IsOlder)
            {
                failures.Tell("unsealed", "It was closed without a seal, after months had come to be sealed.", SealFailures.Months, unsealed.Seq);
            }

            await AddAsync((unsealed.Month, unsealed.Revision), null, null, failures, SealedMonth.Unsealed);
        }

        var since = new SealFailures();
        if (month is null)
        {
            await BodyCheck.RunAsync(session, tenant.Id, chain.LastOrDefault(seal => seal.Until is not null)?.Until, until: null, since, cancel);
            await findings.TellAsync(SealFindings.NotSealedYet, since.List(), cancel);
        }

        var all = months.Values.ToList();
        return new SealReport(tenant.Slug, !since.Any && all.TrueForAll(one => one.Failures.Count == 0), all, since.List());

        // What PostgreSQL or the copy cannot be read by is that month's failure, and the others are still looked at.
        async Task<long?> RunAsync(SealRow? seal, (Month, int) of, SealFailures failures)
        {
            await session.ExecuteAsync("savepoint one_month", cancel);
            try
            {
                return await verification.RunAsync(seal, [.. found[of]], failures, cancel);
            }
            catch (Exception e) when (e is FormatException or OverflowException
                or PostgresException { IsTransient: false, SqlState: not PostgresErrorCodes.QueryCanceled })
            {
                await session.ExecuteAsync("rollback to savepoint one_month", cancel);
                failures.Tell("unreadable", $"It could not be read to its end: {(e is PostgresException p ? $"{p.MessageText} ({p.SqlState})" : e.Message)}.");
                return null;
            }
        }

        async Task AddAsync((Month Month, int Revision) of, long? rows, string? seal, SealFailures failures, string well = SealedMonth.Verified)
        {
            var list = failures.List();
            months[of] = new(of.Month.ToString(), of.Revision, list.Count > 0 ? SealedMonth.Failed : well, rows, seal, list);
            await findings.TellAsync(SealFindings.SubjectOf(of.Month, of.Revision), list, cancel);
        }
    }
}
