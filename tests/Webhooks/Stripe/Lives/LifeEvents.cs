using System.Text.Json.Nodes;
using static Plumbline.Tests.Webhooks.Stripe.Lives.LifeStepKind;

namespace Plumbline.Tests.Webhooks.Stripe.Lives;

/// <summary>
/// The events that Stripe sends of a life, each with the state of its object at that time. Some tell one state twice under ids
/// of their own, and some never come: what happens last to an object is always told, and implies what happened before. A change of metadata
/// is told always: its event is all that tells of it.
/// </summary>
internal sealed class LifeEvents
{
    private readonly Life life;
    private readonly Random random;
    private readonly List<byte[]> events = [];
    private readonly List<JsonNode> transactions = [];
    private readonly Dictionary<int, RefundState> refunds = [];
    private readonly Dictionary<int, int> payouts = [];
    private ChargeState charge = new();
    private string dispute = "needs_response";
    private int step;

    private LifeEvents(Life life)
    {
        this.life = life;
        random = new Random(life.Seed);
    }

    /// <returns>Each under an id of its own.</returns>
    public static IReadOnlyList<byte[]> Of(Life life)
    {
        var told = new LifeEvents(life);
        for (; told.step < life.Steps.Count; told.step++)
        {
            told.Tell(life.Steps[told.step]);
        }

        return told.events;
    }

    private void Tell(LifeStep now)
    {
        switch (now.Kind)
        {
            case >= Authorised and <= FailedLate:
                charge = ChargeAfter(now);
                Charge(TypeOf(now.Kind), now.Kind is Captured ? "charge.captured" : "charge.updated");
                break;
            case >= RefundAsked and <= RefundCanceledAndReturned:
                var isNew = !refunds.ContainsKey(now.Of);
                var refund = refunds[now.Of] = RefundAfter(now);
                Refund(now, refund, isNew ? "refund.created" : now.Kind is RefundFailed or RefundReturned ? "refund.failed" : "refund.updated");
                charge = charge with { Refunded = refunds.Values.Sum(each => each.Left) };
                if (now.Kind is RefundLeft)
                {
                    Charge("charge.refunded", "charge.updated");
                }

                break;
            case >= InquiryOpened and <= DisputeLost:
                Dispute(now);
                break;
            default:
                payouts.TryAdd(now.Of, step);
                Payout(now);
                break;
        }
    }

    private ChargeState ChargeAfter(LifeStep now) => now.Kind switch
    {
        Authorised => new ChargeState(now.Amount, "succeeded", Paid: true),
        Captured => charge with { Captured = now.Amount },
        Succeeded => new ChargeState(now.Amount, "succeeded", Paid: true, Captured: now.Amount),
        Settled => charge with { Transaction = true },
        Retagged => charge with { Retaggings = charge.Retaggings + 1 },
        FailedLate => charge with { Status = "failed", Paid = false, FailedLate = true },
        Pending => new ChargeState(now.Amount, "pending"),
        Expired => charge,
        _ => new ChargeState(now.Amount, "failed"),
    };

    private RefundState RefundAfter(LifeStep now)
    {
        var known = refunds.TryGetValue(now.Of, out var before) ? before : new RefundState(step);
        return now.Kind switch
        {
            RefundNeedsAction => known with { Status = "requires_action" },
            RefundLeaving => known with { Settled = true, Left = now.Amount },
            RefundSucceeded => known with { Status = "succeeded", Left = now.Amount },
            RefundLeft => known with { Status = "succeeded", Settled = true, Left = now.Amount },
            RefundFailed => known with { Status = "failed" },
            RefundCanceled => known with { Status = "canceled" },
            RefundReturned => known with { Status = "failed", Returned = true, Left = 0 },
            RefundCanceledAndReturned => known with { Status = "canceled", Returned = true, Left = 0 },
            _ => known,
        };
    }

    private void Charge(string type, string again) => Add(type, again, (name, id, at) => StripeEvents.Charge(
        life.ChargeId, charge.Amount, life.Currency, Life.At(0), name, at, id, Metadata(charge.Retaggings), Account, customize: written =>
        {
            written["status"] = charge.Status;
            written["paid"] = charge.Paid;
            written["captured"] = charge.Captured > 0;
            written["amount_captured"] = charge.Captured;
            written["amount_refunded"] = charge.Refunded;
            written["balance_transaction"] = charge.Transaction ? Expanded("balance_transaction", $"txn_{life.ChargeId}") : null;
            written["failure_balance_transaction"] = charge.FailedLate ? $"txn_back_{life.ChargeId}" : null;
            if (charge.Captured == charge.Amount && random.Next(4) == 0)
            {
                written.Remove("amount_captured");
            }
        }));

    private void Refund(LifeStep now, RefundState state, string type) => Add(type, "charge.refund.updated", (name, id, at) => StripeEvents.Refund(
        life.RefundId(now.Of), life.ChargeId, now.Amount, life.Currency, Life.At(state.Since), name, at, id, Metadata(0), Account, customize: refund =>
        {
            refund["status"] = state.Status;
            refund["charge"] = Expanded("charge", life.ChargeId);
            refund["balance_transaction"] = state.Settled ? $"txn_{life.RefundId(now.Of)}" : null;
            refund["failure_balance_transaction"] = state.Returned ? $"txn_back_{life.RefundId(now.Of)}" : null;
        }));

    private void Dispute(LifeStep now)
    {
        dispute = now.Kind switch
        {
            InquiryOpened => "warning_needs_response",
            InquiryClosed => "warning_closed",
            Disputed => "needs_response",
            UnderReview => "under_review",
            DisputeWon => "won",
            DisputeLost => "lost",
            _ => dispute,
        };
        if (now.Kind is FundsWithdrawn or FundsReinstated)
        {
            var (sign, fee) = now.Kind is FundsWithdrawn ? (-1, 1500) : (1, -1500);
            transactions.Add(StripeEvents.Transaction(life.TransactionId(step), sign * life.InSettlement(now.Amount), life.Settlement, fee, Life.At(step)));
        }

        Add(TypeOf(now.Kind), "charge.dispute.updated", (name, id, at) => StripeEvents.Dispute(
            life.DisputeId, life.ChargeId, now.Amount, life.Currency, name, dispute, at, id, account: Account,
            transactions: [.. transactions.Select(transaction => transaction.DeepClone())],
            customize: written => written["charge"] = Expanded("charge", life.ChargeId)));
    }

    private void Payout(LifeStep now)
    {
        var status = now.Kind switch { PayoutCreated => "pending", PayoutInTransit => "in_transit", PayoutPaid => "paid", PayoutFailed => "failed", _ => "canceled" };
        Add(TypeOf(now.Kind), "payout.updated", (name, id, at) => StripeEvents.Payout(
            life.PayoutId(now.Of), now.Amount, life.Currency, status, Life.At(payouts[now.Of]), name, at, id, account: Account));
    }

    private static string TypeOf(LifeStepKind kind) => kind switch
    {
        Captured => "charge.captured",
        Expired => "charge.expired",
        Pending => "charge.pending",
        Settled or Retagged => "charge.updated",
        Declined or PendingFailed or FailedLate => "charge.failed",
        InquiryOpened or Disputed => "charge.dispute.created",
        UnderReview => "charge.dispute.updated",
        FundsWithdrawn => "charge.dispute.funds_withdrawn",
        FundsReinstated => "charge.dispute.funds_reinstated",
        InquiryClosed or DisputeWon or DisputeLost => "charge.dispute.closed",
        PayoutCreated => "payout.created",
        PayoutInTransit => "payout.updated",
        PayoutPaid => "payout.paid",
        PayoutFailed => "payout.failed",
        PayoutCanceled => "payout.canceled",
        _ => "charge.succeeded",
    };

    private void Add(string type, string again, Func<string, string, DateTimeOffset, byte[]> write)
    {
        var kind = life.Steps[step].Kind;
        if (random.Next(5) == 0 && kind != Retagged && life.Steps.Skip(step + 1).Any(later => (ObjectOf(later.Kind), later.Of) == (ObjectOf(kind), life.Steps[step].Of)))
        {
            return;
        }

        events.Add(write(type, $"evt_{life.Name}_{events.Count}", Life.At(step)));
        if (random.Next(3) == 0)
        {
            events.Add(write(again, $"evt_{life.Name}_{events.Count}", Life.At(step).AddSeconds(1)));
        }
    }

    private static string ObjectOf(LifeStepKind kind) => kind switch
    {
        <= FailedLate => "charge",
        <= RefundCanceledAndReturned => "refund",
        <= DisputeLost => "dispute",
        _ => "payout",
    };

    private string? Account => life.Account.Length > 0 ? life.Account : null;

    private Dictionary<string, string> Metadata(int retaggings) => life.OwnerAfter(retaggings) is { } owner ? new() { ["owner_id"] = owner } : [];

    private JsonNode Expanded(string kind, string id) =>
        random.Next(2) == 0 ? JsonValue.Create(id) : new JsonObject { ["id"] = id, ["object"] = kind, ["amount"] = 1.5 };

    private sealed record ChargeState(
        long Amount = 0, string Status = "", bool Paid = false, long Captured = 0, long Refunded = 0,
        bool Transaction = false, bool FailedLate = false, int Retaggings = 0);

    /// <param name="Since">The step that created it.</param>
    private sealed record RefundState(int Since, string Status = "pending", bool Settled = false, bool Returned = false, long Left = 0);
}
