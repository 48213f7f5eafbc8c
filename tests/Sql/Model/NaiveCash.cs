using Plumbline.Ledger;

namespace Plumbline.Tests.Sql.Model;

/// <summary>Movements of cash, live mode, by the date of each; a payout to the bank is none. What goes back goes back where the charge came from.</summary>
internal static class NaiveCash
{
    public static IEnumerable<Counted> Of(Books books)
    {
        foreach (var seen in books.Payments)
        {
            var payment = seen.State;
            if (!payment.Livemode || payment.Kind == PaymentKind.Payout)
            {
                continue;
            }

            // A void takes the charge out of the sums; whose it was is known all the same.
            var charge = payment.Kind == PaymentKind.Capture ? null : books.Captures
                .FirstOrDefault(capture => payment.ChargeId is not null && (capture.ChargeId, capture.Account, capture.Livemode) == (payment.ChargeId, payment.Account, true));
            var papers = NaiveAttribution.OfPayment(books, payment.PaymentIntentId ?? charge?.PaymentIntentId, payment.ChargeId);
            var metadata = NaiveAttribution.OfCharge(books, payment.ChargeId);
            var own = payment.Kind is PaymentKind.Capture or PaymentKind.Failure ? metadata ?? payment.Tags : payment.Tags.Or(metadata ?? charge?.Tags ?? Tags.None);
            var said = own.Or(papers);
            said = said with { ClientId = said.ClientId ?? NaivePayer.Of(books, payment.CustomerId ?? charge?.CustomerId, payment.ChargeId) };
            var tags = NaiveTags.Fill(books, said, payment.OccurredAt);

            yield return new Counted("cash", payment.OccurredAt, payment.AmountMinor, payment.Currency, tags);
            if (payment.Kind is PaymentKind.Refund or PaymentKind.RefundReturn)
            {
                yield return new Counted("refunds", payment.OccurredAt, -payment.AmountMinor, payment.Currency, tags);
            }
        }
    }
}
