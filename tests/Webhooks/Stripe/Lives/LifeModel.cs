using Plumbline.Ledger;
using static Plumbline.Tests.Webhooks.Stripe.Lives.LifeStepKind;

namespace Plumbline.Tests.Webhooks.Stripe.Lives;

/// <summary>What a life moves, told from what happens and not from any event about it.</summary>
internal static class LifeModel
{
    public static IReadOnlyList<LifeMovement> Of(Life life)
    {
        var movements = new Dictionary<string, LifeMovement>();
        var retagged = life.Steps.Any(step => step.Kind is Retagged);
        for (var n = 0; n < life.Steps.Count; n++)
        {
            var step = life.Steps[n];
            var (refundId, payoutId) = (life.RefundId(step.Of), life.PayoutId(step.Of));
            switch (step.Kind)
            {
                case Captured:
                    Move(Charge("capture", PaymentKind.Capture, step.Amount, null, Happened(Settled) ? $"txn_{life.ChargeId}" : null));
                    break;
                case Succeeded:
                    Move(Charge("capture", PaymentKind.Capture, step.Amount, Life.At(0), Happened(Settled) ? $"txn_{life.ChargeId}" : null));
                    break;
                case FailedLate:
                    Move(Charge("failure", PaymentKind.Failure, -step.Amount, null, $"txn_back_{life.ChargeId}"));
                    break;
                case RefundLeaving or RefundSucceeded or RefundLeft:
                    var settled = life.Steps.Any(each => each.Of == step.Of && each.Kind is RefundLeaving or RefundLeft);
                    Move(Refund("out", PaymentKind.Refund, -step.Amount, FirstOf(step.Of, RefundAsked, RefundCanceledAndReturned), settled ? $"txn_{refundId}" : null));
                    break;
                case RefundReturned or RefundCanceledAndReturned:
                    Move(Refund("return", PaymentKind.RefundReturn, step.Amount, null, $"txn_back_{refundId}"));
                    break;
                case FundsWithdrawn:
                    Move(Dispute(-1, 1500));
                    break;
                case FundsReinstated:
                    Move(Dispute(1, -1500));
                    break;
                case PayoutPaid:
                    Move(Payout("paid", -step.Amount, FirstOf(step.Of, PayoutCreated, PayoutCanceled), "txn"));
                    break;
                case PayoutFailed:
                    Move(Payout("paid", -step.Amount, FirstOf(step.Of, PayoutCreated, PayoutCanceled), "txn"));
                    Move(Payout("failed", step.Amount, null, "txn_back"));
                    break;
            }

            LifeMovement Charge(string what, PaymentKind kind, long amount, DateTimeOffset? at, string? transaction) => new(
                Row($"ch:{life.ChargeId}:{what}", kind, amount, at) with
                {
                    ChargeId = life.ChargeId,
                    PaymentIntentId = $"pi_{life.ChargeId}",
                    CustomerId = "cus_1",
                    Tags = TagsAfter(life, 0),
                },
                at,
                retagged,
                transaction);

            LifeMovement Refund(string what, PaymentKind kind, long amount, DateTimeOffset? at, string? transaction) => new(
                Row($"re:{refundId}:{what}", kind, amount, at) with { ChargeId = life.ChargeId, PaymentIntentId = $"pi_{life.ChargeId}", Tags = TagsAfter(life, 0) },
                at,
                Transaction: transaction);

            LifeMovement Dispute(int sign, long fee)
            {
                var (id, amount) = (life.TransactionId(n), sign * life.InSettlement(step.Amount));
                return new(
                    Row($"txn:{id}", PaymentKind.Dispute, sign * step.Amount, Life.At(n)) with
                    {
                        ChargeId = life.ChargeId,
                        PaymentIntentId = $"pi_{life.ChargeId}",
                        BalanceTransactionId = id,
                        SettlementAmountMinor = amount,
                        SettlementFeeMinor = fee,
                        SettlementNetMinor = amount - fee,
                        SettlementCurrency = life.Settlement.ToUpperInvariant(),
                    },
                    Life.At(n));
            }

            LifeMovement Payout(string what, long amount, DateTimeOffset? at, string transaction) => new(
                Row($"po:{payoutId}:{what}", PaymentKind.Payout, amount, at) with { BalanceTransactionId = $"{transaction}_{payoutId}" }, at);
        }

        return [.. movements.Values];

        void Move(LifeMovement movement) => movements.TryAdd(movement.Key, movement);

        bool Happened(LifeStepKind kind) => life.Steps.Any(step => step.Kind == kind);

        Payment Row(string key, PaymentKind kind, long amount, DateTimeOffset? at) => new()
        {
            SourceKey = key,
            OccurredAt = at ?? default,
            Kind = kind,
            AmountMinor = amount,
            Currency = life.Currency.ToUpperInvariant(),
            Livemode = true,
            Account = life.Account,
        };

        // A refund and a payout are created by the first thing that happens to them.
        DateTimeOffset FirstOf(int of, LifeStepKind from, LifeStepKind to) =>
            Life.At(life.Steps.TakeWhile(step => step.Of != of || step.Kind < from || step.Kind > to).Count());
    }

    /// <summary>The tags that the charge has in the end; null where its metadata never changed.</summary>
    public static Tags? TagsInTheEnd(Life life) => life.Steps.Count(step => step.Kind is Retagged) is > 0 and var count ? TagsAfter(life, count) : null;

    private static Tags TagsAfter(Life life, int retaggings) => new() { OwnerId = life.OwnerAfter(retaggings) };
}
