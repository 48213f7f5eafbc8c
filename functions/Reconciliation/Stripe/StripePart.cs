using Plumbline.Ledger;
using Plumbline.Platform;
using Plumbline.Tenants;
using Plumbline.Webhooks.Stripe;

namespace Plumbline.Reconciliation.Stripe;

/// <summary>Holds the ledger against Stripe: both ways, a page at a time.</summary>
internal sealed class StripePart(StripeApiClient client, TenantSecrets tenantSecrets, Secrets secrets, LedgerWriter ledger) : IReconciliationPart
{
    public const string ClockCheck = "stripe_clock";

    // Deliveries still on their way are not missing.
    private static readonly TimeSpan UnderWay = TimeSpan.FromMinutes(5);

    private static readonly TimeSpan LargestSkew = TimeSpan.FromMinutes(5);

    // What a completed comparison saw may have changed at Stripe since: a transaction is there a little after its object.
    private static readonly TimeSpan Overlap = TimeSpan.FromDays(3);

    private const string SelectFirstEvent = "select min(occurred_at) from staging.raw_events where tenant_id = $1 and source = 'stripe'";

    private readonly PulledDeliveries pulled = new(ledger);

    public string Source => StripeEventMapper.Source;

    public string Label => "Stripe";

    public string Noun => "movements";

    public IReadOnlyList<string> Checks { get; } = [StripeVerdict.DiffersCheck, StripeVerdict.ExtraCheck, ClockCheck];

    public async Task<PartResult> RunAsync(ReconciliationRun run, CancellationToken cancel)
    {
        if (await tenantSecrets.FindAllAsync("stripe-api", run.Tenant.Slug, cancel) is not [var key, ..])
        {
            return new PartResult.Skipped($"There is no API key (secret stripe-api--{run.Tenant.Slug}).");
        }

        if (await ContactHash.FindAsync(secrets, run.Tenant.Id, cancel) is not { } hash)
        {
            return new PartResult.Skipped($"The secret {ContactHash.SecretName} does not exist yet.");
        }

        // Its movements count nowhere, and say nothing of those that do.
        if (key.Contains("_test_", StringComparison.Ordinal))
        {
            return new PartResult.Skipped("The API key is of test mode.");
        }

        var scope = new StripeScope(run, key, hash);
        var cursor = await run.ReadCursorAsync<StripeCursor>(cancel) ?? await BeginAsync(scope, cancel);
        var listing = new StripeListing(client, scope);
        while (cursor.Stage < StripeStage.Done)
        {
            cursor = await StepAsync(scope, listing, cursor, cancel);
            await SaveAsync(scope, cursor, cancel);
            if (run.IsTimeUp && cursor.Stage < StripeStage.Done)
            {
                return new PartResult.Unfinished();
            }
        }

        await using var session = await scope.OpenAsync(cancel);
        var voided = await LedgerMovements.CountVoidedAsync(session, scope, cancel);
        return new PartResult.Completed(voided switch
        {
            0 => null,
            1 => "1 was taken out by hand.",
            _ => $"{voided.ToString("N0", TenantCulture.Of(run.Tenant))} were taken out by hand.",
        });
    }

    private async Task<StripeCursor> StepAsync(StripeScope scope, StripeListing listing, StripeCursor cursor, CancellationToken cancel)
    {
        switch (cursor.Stage)
        {
            case StripeStage.Transactions:
                var (transactions, afterThem) = await listing.ReadAsync(cursor, StripeTransactionStage.List, cancel);
                await new StripeTransactionStage(scope, client, pulled).CompareAsync(scope.Accounts[cursor.Account], transactions?.Data ?? [], isFirst: cursor.After is null, cancel);
                return afterThem;
            case StripeStage.Events:
                var (events, next) = await listing.ReadAsync(cursor, StripeEventStage.List, cancel);
                await new StripeEventStage(scope, pulled).AppendAsync(scope.Accounts[cursor.Account], events?.Data ?? [], cancel);
                return next;
            case StripeStage.Movements:
                return await new StripeLedgerStage(scope, client).CompareUnseenAsync(cursor, cancel);
            case StripeStage.Findings:
                return await new StripeLedgerStage(scope, client).CompareFoundBeforeAsync(cursor, cancel);
            case StripeStage.Disputes:
                return await new StripeDisputeStage(scope, client, pulled).AskAsync(cursor, cancel);
            default:
                await StripeConflicts.SettleAsync(scope, agreed: [], cancel);
                return cursor with { Stage = StripeStage.Done };
        }
    }

    // Once a run: one that goes on after a stop compares the same span of time.
    private async Task<StripeCursor> BeginAsync(StripeScope scope, CancellationToken cancel)
    {
        var (run, now) = (scope.Run, scope.Run.Time.GetUtcNow());
        var theirs = await client.NowAsync(scope, cancel) ?? now;
        var accountId = await client.FindAccountAsync(scope, cancel);
        await StripeKeyCheck.AssertSameAccountAsync(scope, accountId, cancel);
        var until = theirs - UnderWay;
        var from = run.Since ?? (await run.FindComparedUntilAsync(cancel) is { } before ? before - Overlap : await FirstAsync(scope, cancel));
        var cursor = new StripeCursor(from < until ? from : until, until, StripeStage.Transactions, accountId);

        await using var session = await scope.OpenAsync(cancel);
        await run.SetPeriodAsync(session, cursor.From, cursor.Until, cancel);
        if ((theirs - now).Duration() > LargestSkew)
        {
            await run.FindAsync(
                session,
                new NewFinding(
                    ClockCheck, Source, "low", Source, "Stripe's clock and ours are more than five minutes apart: what is compared ends by Stripe's.",
                    ReconciliationRun.Actor),
                cancel);
        }

        await run.SaveCursorAsync(session, cursor, cancel);
        await session.CommitAsync(cancel);
        return cursor;
    }

    private static async Task<DateTimeOffset> FirstAsync(StripeScope scope, CancellationToken cancel)
    {
        var midnight = scope.Tenant.FirstMonth.First.ToDateTime(TimeOnly.MinValue);
        var start = new DateTimeOffset(midnight, TimeZoneInfo.FindSystemTimeZoneById(scope.Tenant.TimeZone).GetUtcOffset(midnight));
        await using var session = await scope.OpenAsync(cancel);
        return await session.FirstAsync(SelectFirstEvent, row => row.GetOptional<DateTimeOffset>(0), cancel, scope.Tenant.Id) is { } first && first < start
            ? first
            : start;
    }

    private static async Task SaveAsync(StripeScope scope, StripeCursor cursor, CancellationToken cancel)
    {
        await using var session = await scope.OpenAsync(cancel);
        await scope.Run.SaveCursorAsync(session, cursor, cancel);
        await session.CommitAsync(cancel);
    }
}
