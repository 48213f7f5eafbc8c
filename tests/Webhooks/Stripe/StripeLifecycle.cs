using FsCheck;
using FsCheck.Fluent;
using Plumbline.Ledger;

namespace Plumbline.Tests.Webhooks.Stripe;

/// <summary>The life of one charge and its refunds: every event Stripe may send of it, and the movements that are true in the end.</summary>
internal sealed record StripeLifecycle(
    IReadOnlyList<byte[]> Events, IReadOnlyList<(string Key, PaymentKind Kind, long Amount, string Currency)> Movements)
{
    private enum Course
    {
        Succeeds,
        PendsThenSucceeds,
        PendsThenCanceled,
        SucceedsThenFails,
        PendsWithTransactionThenFails,
    }

    private static readonly string[] Currencies = ["usd", "eur", "jpy", "kwd"];

    public static Gen<StripeLifecycle> Any() =>
        from currency in Gen.Elements(Currencies)
        from authorised in Gen.Choose(100, 1_000_000)
        from captured in Gen.Choose(100, authorised)
        from capturedLater in Gen.Elements(true, false)
        from reversed in Gen.Frequency((4, Gen.Constant(false)), (1, Gen.Constant(true)))
        from refunds in Gen.Choose(0, 3)
        from courses in Gen.Elements(Enum.GetValues<Course>()).ListOf(refunds)
        select Of(currency, authorised, capturedLater ? captured : authorised, capturedLater, reversed, [.. courses]);

    /// <summary>The events in any order, some of them more than once.</summary>
    public Gen<byte[][]> Deliveries() =>
        from copies in Gen.Choose(1, 3).ListOf(Events.Count)
        from shuffled in Gen.Shuffle(Events.SelectMany((body, index) => Enumerable.Repeat(body, copies[index])).ToArray())
        select shuffled;

    public override string ToString() =>
        string.Join('\n', Events.Select(System.Text.Encoding.UTF8.GetString)) + "\n=> " + string.Join(", ", Movements);

    private static StripeLifecycle Of(string currency, long authorised, long captured, bool capturedLater, bool reversed, Course[] courses)
    {
        var events = new List<byte[]>();
        var movements = new List<(string, PaymentKind, long, string)> { ("ch:ch_1:capture", PaymentKind.Capture, captured, currency.ToUpperInvariant()) };

        byte[] Charge(string type, int minute, long refunded = 0, bool isCaptured = true, bool hasTransaction = true, bool failed = false) => StripeEvents.Charge(
            amount: authorised, currency: currency, type: type, created: StripeEvents.At, eventAt: StripeEvents.At.AddMinutes(minute), eventId: $"evt_{minute}",
            customize: charge =>
            {
                charge["captured"] = isCaptured;
                charge["amount_captured"] = isCaptured ? captured : 0;
                charge["amount_refunded"] = refunded;
                charge["balance_transaction"] = isCaptured && hasTransaction ? "txn_1" : null;
                charge["status"] = failed ? "failed" : "succeeded";
                charge["paid"] = !failed;
                charge["failure_balance_transaction"] = failed ? "txn_failed" : null;
            });

        events.Add(Charge("charge.succeeded", 0, isCaptured: !capturedLater, hasTransaction: false));
        if (capturedLater)
        {
            events.Add(Charge("charge.captured", 1, hasTransaction: false));
        }

        events.Add(Charge("charge.updated", 2));
        var share = courses.Length == 0 ? 0 : captured / courses.Length;
        for (var n = 0; n < courses.Length; n++)
        {
            AddRefund($"re_{n}", share, currency, courses[n], minute: 10 * (n + 1), events, movements);
            events.Add(Charge("charge.refunded", (10 * (n + 1)) + 9, refunded: share * (n + 1)));
        }

        if (reversed)
        {
            events.Add(Charge("charge.failed", 90, failed: true));
            movements.Add(("ch:ch_1:failure", PaymentKind.Failure, -captured, currency.ToUpperInvariant()));
        }

        return new StripeLifecycle(events, movements);
    }

    private static void AddRefund(
        string id, long amount, string currency, Course course, int minute, List<byte[]> events, List<(string, PaymentKind, long, string)> movements)
    {
        void Add(string type, string status, string? transaction, string? failure = null)
        {
            var at = StripeEvents.At.AddMinutes(minute++);
            events.Add(StripeEvents.Refund(id, amount: amount, currency: currency, type: type, eventAt: at, eventId: $"evt_{id}_{minute}", customize: refund =>
            {
                refund["status"] = status;
                refund["balance_transaction"] = transaction;
                refund["failure_balance_transaction"] = failure;
            }));
        }

        switch (course)
        {
            case Course.Succeeds:
                Add("refund.created", "succeeded", $"txn_{id}");
                break;
            case Course.PendsThenSucceeds:
                Add("refund.created", "pending", null);
                Add("charge.refund.updated", "succeeded", null);
                Add("refund.updated", "succeeded", $"txn_{id}");
                break;
            case Course.PendsThenCanceled:
                Add("refund.created", "pending", null);
                Add("refund.updated", "canceled", null);
                break;
            case Course.SucceedsThenFails:
                Add("refund.created", "succeeded", $"txn_{id}");
                Add("refund.updated", "failed", $"txn_{id}", "txn_back");
                Add("refund.failed", "failed", $"txn_{id}", "txn_back");
                break;
            case Course.PendsWithTransactionThenFails:
                Add("refund.created", "pending", $"txn_{id}");
                Add("refund.failed", "failed", $"txn_{id}", "txn_back");
                break;
        }

        if (course != Course.PendsThenCanceled)
        {
            movements.Add(($"re:{id}:out", PaymentKind.Refund, -amount, currency.ToUpperInvariant()));
        }

        if (course is Course.SucceedsThenFails or Course.PendsWithTransactionThenFails)
        {
            movements.Add(($"re:{id}:return", PaymentKind.RefundReturn, amount, currency.ToUpperInvariant()));
        }
    }
}
