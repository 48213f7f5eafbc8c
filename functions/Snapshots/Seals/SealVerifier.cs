using System.Data;
using Plumbline.Platform;
using Plumbline.Reconciliation;
using Plumbline.Tenants;

namespace Plumbline.Snapshots.Seals;

/// <summary>Holds a tenant's closed months against their seals. What does not verify becomes a finding, and what does again settles it.</summary>
public sealed class SealVerifier(Database database, MonthSealer sealer, SealCopies copies)
{
    private const string Unsealed = "Not sealed yet";
    private const int LongestDetail = 2_000;

    private const string SelectOpen = "select subject from staging.findings where tenant_id = $1 and check_name = $2 and status = 'open'";

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
        var known = await ListSealsAsync(tenant, cancel);
        await sealer.CopyMissingAsync(tenant, cancel);
        var found = (await copies.ListAsync(tenant, month, cancel)).ToLookup(copy => (copy.Month, copy.Revision));
        var report = await VerifyAsync(tenant, month, known, found, cancel);
        await TellAsync(tenant, month, report, actor, cancel);
        return report;
    }

    private async Task<HashSet<long>> ListSealsAsync(Tenant tenant, CancellationToken cancel)
    {
        await using var session = await database.OpenAsync(tenant.Id, cancel);
        return [.. (await SealRow.ListAsync(session, tenant, month: null, cancel)).Select(seal => seal.Seq)];
    }

    private async Task<SealReport> VerifyAsync(
        Tenant tenant, Month? month, HashSet<long> known, ILookup<(Month, int), SealCopy> found, CancellationToken cancel)
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

            var rows = await verification.RunAsync(seal, [.. found[(seal.Month, seal.Revision)]], failures, cancel);
            months[(seal.Month, seal.Revision)] = Result(seal.Month, seal.Revision, rows, seal.Seal, failures);
        }

        foreach (var unsealed in await session.ListAsync(
            SelectUnsealed, row => (Month: new Month(row.GetFieldValue<DateOnly>(0)), Revision: row.GetInt32(1), Seq: row.GetInt64(2), IsOlder: row.GetBoolean(3)),
            cancel, tenant.Id, month?.First))
        {
            var failures = new SealFailures();
            if (!unsealed.IsOlder)
            {
                failures.Tell("unsealed", "It was closed without a seal, after months had come to be sealed.", SealFailures.Months, unsealed.Seq);
            }

            months[(unsealed.Month, unsealed.Revision)] = Result(unsealed.Month, unsealed.Revision, null, null, failures, SealedMonth.Unsealed);
        }

        foreach (var orphans in found.Where(copy => !chain.Any(seal => (seal.Month, seal.Revision) == copy.Key)))
        {
            var failures = new SealFailures();
            var rows = await verification.RunAsync(seal: null, [.. orphans], failures, cancel);
            months[orphans.Key] = Result(orphans.Key.Item1, orphans.Key.Item2, rows, null, failures);
        }

        var since = new SealFailures();
        if (month is null)
        {
            await BodyCheck.RunAsync(session, tenant.Id, chain.LastOrDefault(seal => seal.Until is not null)?.Until, until: null, since, cancel);
        }

        var all = months.Values.ToList();
        return new SealReport(tenant.Slug, !since.Any && all.TrueForAll(one => one.Failures.Count == 0), all, since.List());
    }

    private static SealedMonth Result(
        Month month, int revision, long? rows, string? seal, SealFailures failures, string well = SealedMonth.Verified) =>
        new(month.ToString(), revision, failures.Any ? SealedMonth.Failed : well, rows, seal, failures.List());

    private async Task TellAsync(Tenant tenant, Month? month, SealReport report, string actor, CancellationToken cancel)
    {
        await using var session = await database.OpenAsync(tenant.Id, cancel);
        var failed = report.Months.Where(one => one.Failures.Count > 0).ToDictionary(one => $"{one.Month} r{one.Revision}", one => one.Failures);
        if (report.Failures.Count > 0)
        {
            failed[Unsealed] = report.Failures;
        }

        foreach (var (subject, failures) in failed)
        {
            var detail = string.Join(' ', failures.Select(failure => failure.Detail));
            await Findings.OpenAsync(
                session, tenant.Id,
                new NewFinding(MonthSealer.CheckName, subject, "high", "ledger", detail.Length <= LongestDetail ? detail : $"{detail[..LongestDetail]}…", actor), cancel);
        }

        var open = await session.ListAsync(SelectOpen, row => row.GetString(0), cancel, tenant.Id, MonthSealer.CheckName);
        foreach (var subject in open.Where(subject => !failed.ContainsKey(subject) && (month is null || subject.StartsWith($"{month} ", StringComparison.Ordinal))))
        {
            await Findings.ResolveAsync(session, tenant.Id, MonthSealer.CheckName, subject, actor, cancel);
        }

        await session.CommitAsync(cancel);
    }
}
