using Microsoft.Extensions.Options;
using Plumbline.Ledger;
using Plumbline.Platform;
using Plumbline.Reconciliation.Sources;
using Plumbline.Tenants;
using Plumbline.Webhooks.GoHighLevel;

namespace Plumbline.Reconciliation.GoHighLevel;

/// <summary>
/// Holds the ledger's deals, appointments and contacts against GoHighLevel's. What only the ledger lacks is appended; what it has
/// otherwise is found, and corrected where GoHighLevel is believed.
/// </summary>
internal sealed class GoHighLevelReconciliation(
    SourceClient sources, TenantSecrets tenantSecrets, Secrets secrets, LedgerWriter ledger, IOptions<GoHighLevelOptions> options) : IReconciliationPart
{
    private readonly PulledDeliveries pulled = new(ledger);

    public string Source => GoHighLevelMapper.Source;

    public string Label => "GoHighLevel";

    public string Noun => "deals, appointments and contacts";

    public IReadOnlyList<string> Checks => GoHighLevelChecks.All;

    public async Task<PartResult> RunAsync(ReconciliationRun run, CancellationToken cancel)
    {
        if (run.Tenant.Crm.LocationId is not { } locationId)
        {
            return new PartResult.Skipped("The tenant's settings have no locationId.");
        }

        if (await tenantSecrets.FindAllAsync("ghl-api", run.Tenant.Slug, cancel) is not [var token, ..])
        {
            return new PartResult.Skipped($"The secret ghl-api--{run.Tenant.Slug} does not exist.");
        }

        if (await ContactHash.FindAsync(secrets, run.Tenant.Id, cancel) is not { } hash)
        {
            return new PartResult.Skipped($"The secret {ContactHash.SecretName} does not exist.");
        }

        var client = new GoHighLevelClient(sources, new Uri(options.Value.BaseUrl.TrimEnd('/') + "/"), token, locationId);
        var cursor = await run.ReadCursorAsync<GoHighLevelCursor>(cancel) ?? new GoHighLevelCursor();
        while (cursor.Phase != GoHighLevelPhase.Done)
        {
            var reading = new GoHighLevelContext(run.Tenant, hash, run.Time.GetUtcNow() + cursor.Ahead);
            var step = await StepAsync(new GoHighLevelScene(run, client, reading), cursor, cancel);
            await SettleAsync(run, step, cancel);
            cursor = step.Next;
            if (run.IsTimeUp && cursor.Phase != GoHighLevelPhase.Done)
            {
                return new PartResult.Unfinished();
            }
        }

        return new PartResult.Completed(await GoHighLevelTold.OfAsync(run, cursor, cancel));
    }

    private static Task<GoHighLevelStep> StepAsync(GoHighLevelScene scene, GoHighLevelCursor cursor, CancellationToken cancel) => cursor.Phase switch
    {
        GoHighLevelPhase.Pipelines => PipelinePhase.RunAsync(scene, cursor, cancel),
        GoHighLevelPhase.Deals => DealPhase.RunAsync(scene, cursor, cancel),
        GoHighLevelPhase.UnlistedDeals => UnlistedDealPhase.RunAsync(scene, cursor, cancel),
        GoHighLevelPhase.GoneDeals => GonePhase.RunAsync(scene, cursor, GoneKind.Deals, cancel),
        GoHighLevelPhase.Stages => StagePhase.RunAsync(scene, cursor, cancel),
        GoHighLevelPhase.Calendars => AppointmentPhase.BeginAsync(scene, cursor, cancel),
        GoHighLevelPhase.Appointments => AppointmentPhase.RunAsync(scene, cursor, cancel),
        GoHighLevelPhase.UnlistedAppointments => AppointmentPhase.RunUnlistedAsync(scene, cursor, cancel),
        GoHighLevelPhase.GoneAppointments => GonePhase.RunAsync(scene, cursor, GoneKind.Appointments, cancel),
        GoHighLevelPhase.UnknownContacts => ContactPhase.FindUnknownAsync(scene, cursor, cancel),
        _ => ContactPhase.RunAsync(scene, cursor, cancel),
    };

    // Noted, healed, left behind: wherever it stops, the page is done again, and what was done of it is not done twice.
    private async Task SettleAsync(ReconciliationRun run, GoHighLevelStep step, CancellationToken cancel)
    {
        if (step.Items.Count > 0 || step.Findings.Count > 0)
        {
            await using var noting = await run.OpenAsync(cancel);
            await run.NoteAsync(noting, step.Items, cancel);
            foreach (var finding in step.Findings)
            {
                await run.FindAsync(noting, finding, cancel);
            }

            await noting.CommitAsync(cancel);
        }

        if (step.Deliveries.Count > 0)
        {
            await pulled.AppendAsync(run, step.Deliveries, cancel);
        }

        await using var session = await run.OpenAsync(cancel);
        await run.SaveCursorAsync(session, step.Next, cancel);
        await session.CommitAsync(cancel);
    }
}
