using System.Text;
using System.Text.Json;
using Plumbline.Ledger;
using Plumbline.Platform;
using Plumbline.Webhooks;
using Plumbline.Webhooks.Stripe;

namespace Plumbline.Reconciliation.Stripe;

/// <summary>Looks for the ledger's movements at Stripe, each by its object's id.</summary>
internal sealed class StripeLedgerStage(StripeScope scope, StripeApiClient client)
{
    private const int Together = 20;

    // Stripe may list what moved a moment ago only later.
    private static readonly TimeSpan Settled = TimeSpan.FromDays(1);

    /// <summary>Those of the span of time that no transaction was of.</summary>
    public Task<StripeCursor> CompareUnseenAsync(StripeCursor cursor, CancellationToken cancel) => StepAsync(
        cursor,
        session => LedgerMovements.UnseenAsync(session, scope, cursor.Seq, cursor.From, cursor.Until - Settled, Together, cancel),
        (judge, session, verdicts) => judge.NoteAsync(session, verdicts, cancel),
        cancel);

    /// <summary>Those of an earlier comparison's findings: what still holds stays open, and deliveries that disagreed are settled.</summary>
    public async Task<StripeCursor> CompareFoundBeforeAsync(StripeCursor cursor, CancellationToken cancel)
    {
        string[] agreed = [];
        var next = await StepAsync(
            cursor,
            session => LedgerMovements.FoundBeforeAsync(session, scope, cursor.Seq, Together, cancel),
            (judge, session, verdicts) =>
            {
                agreed = [.. verdicts.Where(verdict => verdict.Item.Outcome == ItemOutcome.Matched || verdict.Corrections.Count > 0).Select(verdict => verdict.Item.Key)];
                return judge.FindAsync(session, verdicts, cancel);
            },
            cancel);
        if (agreed.Length > 0)
        {
            await StripeConflicts.SettleAsync(scope, agreed, cancel);
        }

        return next;
    }

    private async Task<StripeCursor> StepAsync(
        StripeCursor cursor, Func<TenantSession, Task<List<LedgerMovement>>> read, Func<StripeJudge, TenantSession, IReadOnlyList<StripeVerdict>, Task> write,
        CancellationToken cancel)
    {
        List<LedgerMovement> rows;
        await using (var reading = await scope.OpenAsync(cancel))
        {
            rows = await read(reading);
        }

        var said = new List<(LedgerMovement Row, StripeMovement? Movement, bool HasObject)>();
        var unreadable = new List<string>();
        var asked = 0;
        while (asked < rows.Count && (asked == 0 || !scope.Run.IsTimeUp))
        {
            var row = rows[asked++];
            var path = StripePaths.OfMovement(row.Key);
            var found = path is null ? null : await client.FindAsync(scope, row.Account, path, cancel);
            if (TryRead(row, found, out var movement) && path is not null)
            {
                said.Add((row, movement, found is not null));
            }
            else
            {
                unreadable.Add(row.Key);
            }
        }

        await using var session = await scope.OpenAsync(cancel);
        var judge = await StripeJudge.OfAsync(session, scope, cancel);
        // One that somebody has taken out already counts nowhere, whatever Stripe knows.
        await write(
            judge,
            session,
            [.. said.Where(pair => pair.Movement is not null || !pair.Row.IsVoided)
                .Select(pair => pair.Movement is { } movement ? judge.Verdict(movement, pair.Row) : StripeVerdict.Extra(pair.Row, pair.HasObject))]);
        await LedgerMovements.KeepFoundAsync(session, scope, [.. unreadable], cancel);
        await session.CommitAsync(cancel);
        return asked == rows.Count && asked < Together ? cursor with { Stage = cursor.Stage + 1, Seq = 0 } : cursor with { Seq = rows[asked - 1].Seq };
    }

    /// <param name="movement">Null where what Stripe has does not say the movement.</param>
    /// <returns>False where it cannot be read.</returns>
    private bool TryRead(LedgerMovement row, JsonElement? found, out StripeMovement? movement)
    {
        movement = null;
        try
        {
            movement = found is { } said ? Read(row, said) : null;
            return true;
        }
        catch (UnmappableException)
        {
            return false;
        }
    }

    private StripeMovement? Read(LedgerMovement row, JsonElement found)
    {
        var said = new SourceObject(found);
        if (said.Text("object") == StripePullMapper.EventType)
        {
            var pulled = StripePullMapper.Map(scope.Mapping, livemode: true, row.Account, Encoding.UTF8.GetBytes(found.GetRawText()));
            return pulled.Payments.FirstOrDefault(payment => payment.SourceKey == row.Key) is { } moved
                ? new StripeMovement(moved, pulled.ObjectId!, pulled.OccurredAt)
                : null;
        }

        var time = new SourceTime(scope.Run.Time.GetUtcNow());
        return StripeMovements.Of(StripePullMapper.EventType, said, row.OccurredAt, time.OfUnixSeconds).FirstOrDefault(payment => payment.SourceKey == row.Key) is { } payment
            ? new StripeMovement(payment, TransactionOf(said, payment) ?? row.Key, MovedAt: null)
            : null;
    }

    private static string? TransactionOf(SourceObject said, Payment payment) =>
        said.IdOrNull(payment.Kind is PaymentKind.Failure or PaymentKind.RefundReturn || payment.SourceKey.EndsWith(":failed", StringComparison.Ordinal)
            ? "failure_balance_transaction"
            : "balance_transaction");
}
