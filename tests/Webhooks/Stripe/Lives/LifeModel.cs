using Plumbline.Ledger;

namespace Plumbline.Tests.Webhooks.Stripe.Lives;

/// <summary>What a life moves, told from what happens and not from any event about it.</summary>
internal static class LifeModel
{
    public static IReadOnlyList<LifeMovement> Of(Life life)
    {
        var movements = new Dictionary<string, LifeMovement>();
        for (var n = 0; n < life.Steps.Count; n++)
        {
            var step = life.Steps[n];
            var (refund, payout) = ($"re:{life.RefundId(step.Of)}", $"po:{life.PayoutId(step.Of)}");
            switch (step.Kind)
            {
                case LifeStepKind.Captured:
                    Move($"ch:{life.ChargeId}:capture", PaymentKind.Capture, step.Amount, null);
                    break;
                case LifeStepKind.Succeeded:
                    Move($"ch:{life.ChargeId}:capture", PaymentKind.Capture, step.Amount, Life.At(0));
                    break;
                case LifeStepKind.FailedLate:
                    Move($"ch:{life.ChargeId}:failure", PaymentKind.Failure, -step.Amount, null);
                    break;
                case LifeStepKind.RefundLeaving or LifeStepKind.RefundSucceeded or LifeStepKind.RefundLeft:
                    Move($"{refund}:out", PaymentKind.Refund, -step.Amount, FirstOf(step.Of, LifeStepKind.RefundAsked, LifeStepKind.RefundCanceledAndReturned));
                    break;
                case LifeStepKind.RefundReturned or LifeStepKind.RefundCanceledAndReturned:
                    Move($"{refund}:return", PaymentKind.RefundReturn, step.Amount, null);
                    break;
                case LifeStepKind.FundsWithdrawn:
                    Move($"txn:{life.TransactionId(n)}", PaymentKind.Dispute, -step.Amount, Life.At(n));
                    break;
                case LifeStepKind.FundsReinstated:
                    Move($"txn:{life.TransactionId(n)}", PaymentKind.Dispute, step.Amount, Life.At(n));
                    break;
                case LifeStepKind.PayoutPaid:
                    Move($"{payout}:paid", PaymentKind.Payout, -step.Amount, FirstOf(step.Of, LifeStepKind.PayoutCreated, LifeStepKind.PayoutCanceled));
                    break;
                case LifeStepKind.PayoutFailed:
                    Move($"{payout}:paid", PaymentKind.Payout, -step.Amount, FirstOf(step.Of, LifeStepKind.PayoutCreated, LifeStepKind.PayoutCanceled));
                    Move($"{payout}:failed", PaymentKind.Payout, step.Amount, null);
                    break;
            }
        }

        return [.. movements.Values];

        void Move(string key, PaymentKind kind, long amount, DateTimeOffset? at) =>
            movements.TryAdd(key, new LifeMovement(key, kind, amount, life.Currency.ToUpperInvariant(), life.Account, at));

        // A refund and a payout are created by the first thing that happens to them.
        DateTimeOffset FirstOf(int of, LifeStepKind from, LifeStepKind to) =>
            Life.At(life.Steps.TakeWhile(step => step.Of != of || step.Kind < from || step.Kind > to).Count());
    }
}
