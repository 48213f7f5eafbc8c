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
    private const int Together = 50;

    // Stripe may list what moved a moment ago only later.
    private static readonly TimeSpan Settled = TimeSpan.FromDays(1);

    /// <summary>Those of the span of time that no transaction was of.</summary>
    public Task<StripeCursor> CompareUnseenAsync(StripeCursor cursor, CancellationToken cancel) => StepAsync(
        cursor,
        session => LedgerMovements.UnseenAsync(session, scope, cursor.Seq, cursor.From, cursor.Until - Settled, Together, cancel),
        (judge, session, verdicts) => judge.NoteAsync(session, verdicts, cancel),
        cancel);

    /// <summary>Those of an earlier comparison's findings: what still holds stays open.</summary>
    public Task<StripeCursor> CompareFoundBeforeAsync(StripeCursor cursor, CancellationToken cancel) => StepAsync(
        cursor,
        session => LedgerMovements.FoundBeforeAsync(session, scope, cursor.Seq, Together, cancel),
        (judge, session, verdicts) => judge.FindAsync(session, verdicts, cancel),
        cancel);

    private async Task<StripeCursor> StepAsync(
        StripeCursor cursor, Func<TenantSession, Task<List<LedgerMovement>>> read, Func<StripeJudge, TenantSession, IReadOnlyList<StripeVerdict>, Task> write,
        CancellationToken cancel)
    {
        List<LedgerMovement> rows = [];
        // What a test key knows says nothing of real money.
        if (scope.IsLive)
        {
            await using var reading = await scope.OpenAsync(cancel);
            rows = await read(reading);
        }

        var said = new List<(LedgerMovement Row, StripeMovement? Movement)>();
        foreach (var row in rows)
        {
            if (StripePaths.OfMovement(row.Key) is { } path && TryRead(row, await client.FindAsync(scope, row.Account, path, cancel), out var movement))
            {
                said.Add((row, movement));
            }
        }

        await using var session = await scope.OpenAsync(cancel);
        var judge = await StripeJudge.OfAsync(session, scope, cancel);
        // One that somebody has taken out already counts nowhere, whatever Stripe knows.
        await write(
            judge,
            session,
            [.. said.Where(pair => pair.Movement is not null || !pair.Row.IsVoided)
                .Select(pair => pair.Movement is { } movement ? judge.Verdict(movement, pair.Row) : StripeVerdict.Extra(pair.Row))]);
        await session.CommitAsync(cancel);
        return rows.Count < Together ? cursor with { Stage = cursor.Stage + 1, Seq = 0 } : cursor with { Seq = rows[^1].Seq };
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
            var pulled = StripePullMapper.Map(scope.Mapping, scope.IsLive, row.Account, Encoding.UTF8.GetBytes(found.GetRawText()));
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
