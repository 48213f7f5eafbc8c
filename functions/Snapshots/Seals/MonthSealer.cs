using Microsoft.Extensions.Logging;
using Plumbline.Platform;
using Plumbline.Reconciliation;
using Plumbline.Tenants;

namespace Plumbline.Snapshots.Seals;

/// <summary>Seals a month while it is closed, and copies the manifest to where the database's admins cannot change it.</summary>
public sealed partial class MonthSealer(Database database, SealCopies copies, ILogger<MonthSealer> log)
{
    /// <summary>Of findings about seals.</summary>
    public const string CheckName = "seal";

    internal const string Actor = "seals";

    private const string SelectUntil = "select incarnation, snapshot::text from frozen.months where tenant_id = $1 and month = $2 and revision = $3";

    private const string SelectLast = """
        select encode(s.seal, 'hex'), m.incarnation, m.snapshot::text
        from frozen.seals as s
        join frozen.months as m on (m.tenant_id, m.month, m.revision) = (s.tenant_id, s.month, s.revision)
        where s.tenant_id = $1
        order by s.seq desc
        limit 1
        """;

    private const string InsertSeal = """
        insert into frozen.seals (tenant_id, month, revision, version, row_count, seal, previous_seal)
        values ($1, $2, $3, $4, $5, $6, decode($7, 'hex'))
        """;

    private const string NoteCopy = "insert into ops.seal_copies (tenant_id, month, revision) values ($1, $2, $3) on conflict do nothing";

    private const string SelectUncopied = """
        select s.seq
        from frozen.seals as s
        where s.tenant_id = $1
            and not exists (select from ops.seal_copies as c where (c.tenant_id, c.month, c.revision) = (s.tenant_id, s.month, s.revision))
        """;

    /// <summary>In the transaction that closes the month, once all of its rows are there.</summary>
    public async Task<SealManifest> SealAsync(TenantSession session, Tenant tenant, Month month, int revision, CancellationToken cancel)
    {
        var until = await session.FirstAsync(SelectUntil, row => new SealPin(row.GetInt32(0), row.GetString(1)), cancel, tenant.Id, month.First, revision)
            ?? throw new InvalidOperationException($"{month} of {tenant.Slug} has no revision {revision} to be sealed.");
        var last = await session.FirstAsync(
            SelectLast, row => (Last?)new Last(row.GetString(0), new SealPin(row.GetInt32(1), row.GetString(2))), cancel, tenant.Id);
        var header = new SealHeader(tenant.Slug, tenant.Id, month, revision, last?.Pin, until, last?.Seal);
        var manifest = await ManifestWriter.WriteAsync(session, header, cancel);
        try
        {
            await session.ExecuteAsync(
                InsertSeal, cancel, tenant.Id, month.First, revision, SealHeader.Version, manifest.RowCount, manifest.Seal, header.Previous);
            LogSealed(tenant.Slug, month, revision, manifest.RowCount, manifest.Name);
            return manifest;
        }
        catch
        {
            await manifest.DisposeAsync();
            throw;
        }
    }

    private const string StandsAlready = """
        select exists (
            select from staging.findings as f
            where f.tenant_id = $1 and f.check_name = $2 and f.subject = $3 and f.status in ('open', 'accepted'))
        """;

    /// <summary>After the commit. What fails is logged, and left to <see cref="CopyMissingAsync"/>.</summary>
    public async Task CopyAsync(Tenant tenant, SealManifest manifest, CancellationToken cancel)
    {
        ArgumentNullException.ThrowIfNull(manifest);
        try
        {
            await UploadAsync(tenant, manifest, cancel);
        }
        catch (Exception e) when (e is not OperationCanceledException || !cancel.IsCancellationRequested)
        {
            LogNotCopied(tenant.Slug, manifest.Month, manifest.Revision, e);
        }
    }

    /// <summary>Copies every seal that is not copied yet, if the rows still come to it; else that is a finding, and nothing is copied.</summary>
    public async Task CopyMissingAsync(Tenant tenant, CancellationToken cancel)
    {
        foreach (var seal in await CopyUnchangedAsync(tenant, cancel))
        {
            await TellAsync(tenant, seal, cancel);
        }
    }

    /// <summary>The same without a finding, for whoever tells more of it.</summary>
    /// <returns>The seals that the rows no longer come to, and that are not copied.</returns>
    internal async Task<IReadOnlyList<SealRow>> CopyUnchangedAsync(Tenant tenant, CancellationToken cancel)
    {
        var changed = new List<SealRow>();
        await using var session = await database.OpenAsync(tenant.Id, cancel, System.Data.IsolationLevel.RepeatableRead);
        var wanted = await session.ListAsync(SelectUncopied, row => row.GetInt64(0), cancel, tenant.Id);
        if (wanted.Count == 0)
        {
            return changed;
        }

        foreach (var seal in (await SealRow.ListAsync(session, tenant, month: null, cancel)).Where(seal => wanted.Contains(seal.Seq)))
        {
            await using var manifest = seal.HeaderFor(tenant) is { } header ? await ManifestWriter.WriteAsync(session, header, cancel) : null;
            if (manifest?.Name == seal.Seal)
            {
                await UploadAsync(tenant, manifest, cancel);
            }
            else
            {
                LogChanged(tenant.Slug, seal.Month, seal.Revision);
                changed.Add(seal);
            }
        }

        return changed;
    }

    private async Task UploadAsync(Tenant tenant, SealManifest manifest, CancellationToken cancel)
    {
        await copies.UploadAsync(tenant, manifest, cancel);
        await using var session = await database.OpenAsync(tenant.Id, cancel);
        await session.ExecuteAsync(NoteCopy, cancel, tenant.Id, manifest.Month.First, manifest.Revision);
        await session.CommitAsync(cancel);
    }

    // A verification says more of the same month: what stands stays as it is told.
    private async Task TellAsync(Tenant tenant, SealRow seal, CancellationToken cancel)
    {
        var subject = SealFindings.SubjectOf(seal.Month, seal.Revision);
        await using var session = await database.OpenAsync(tenant.Id, cancel);
        if (await session.FirstAsync(StandsAlready, row => row.GetBoolean(0), cancel, tenant.Id, CheckName, subject))
        {
            return;
        }

        var finding = new NewFinding(
            CheckName, subject, "high", "ledger", "The rows no longer come to the seal, and it was not copied yet: nothing was copied.", Actor);
        await Findings.OpenAsync(session, tenant.Id, finding, cancel);
        await session.CommitAsync(cancel);
    }

    [LoggerMessage(LogLevel.Information, "{Month} r{Revision} of {Tenant} is to be closed with {Rows} rows under seal {Seal}")]
    private partial void LogSealed(string tenant, Month month, int revision, long rows, string seal);

    [LoggerMessage(LogLevel.Warning, "The seal of {Month} r{Revision} of {Tenant} could not be copied; the timer will copy it")]
    private partial void LogNotCopied(string tenant, Month month, int revision, Exception exception);

    [LoggerMessage(LogLevel.Error, "{Month} r{Revision} of {Tenant} does not come to its seal, which is not copied")]
    private partial void LogChanged(string tenant, Month month, int revision);

    private sealed record Last(string Seal, SealPin Pin);
}
