using Plumbline.Platform;
using Plumbline.Webhooks.Stripe;

namespace Plumbline.Reconciliation.Stripe;

/// <summary>Compares under the rules in force, and writes down what it came to: items, findings and corrections in one transaction.</summary>
internal sealed class StripeJudge
{
    private readonly StripeScope scope;
    private readonly bool ownsCash;
    private readonly TimeZoneInfo zone;

    private StripeJudge(StripeScope scope, bool ownsCash)
    {
        (this.scope, this.ownsCash) = (scope, ownsCash);
        zone = TimeZoneInfo.FindSystemTimeZoneById(scope.Tenant.TimeZone);
    }

    public static async Task<StripeJudge> OfAsync(TenantSession session, StripeScope scope, CancellationToken cancel) =>
        new(scope, await FieldOwners.IsAsync(session, FieldOwners.Cash, StripeEventMapper.Source, cancel));

    public StripeVerdict Verdict(StripeMovement movement, LedgerMovement? row) => StripeVerdict.Of(movement, row, ownsCash, zone);

    public async Task NoteAsync(TenantSession session, IReadOnlyList<StripeVerdict> verdicts, CancellationToken cancel)
    {
        await scope.Run.NoteAsync(session, [.. verdicts.Select(verdict => verdict.Item)], cancel);
        await FindAsync(session, verdicts, cancel);
    }

    /// <summary>The same of what is not within this comparison, and so is not counted.</summary>
    public async Task FindAsync(TenantSession session, IReadOnlyList<StripeVerdict> verdicts, CancellationToken cancel)
    {
        foreach (var finding in verdicts.Select(verdict => verdict.Finding).OfType<NewFinding>())
        {
            await scope.Run.FindAsync(session, finding, cancel);
        }

        await StripeCorrections.AppendAsync(session, scope, [.. verdicts.SelectMany(verdict => verdict.Corrections)], cancel);
    }
}
