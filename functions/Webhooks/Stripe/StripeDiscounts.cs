namespace Plumbline.Webhooks.Stripe;

/// <summary>
/// Discounts of a subscription or of one of its items. They count as in Stripe's own MRR: those that last forever, not those of
/// a first invoice or some months. Only what the event says in full can be taken off: newer API versions send the discounts'
/// ids alone, and then the amount is the one before discounts. A coupon for certain products or in another currency is left out too.
/// </summary>
internal static class StripeDiscounts
{
    /// <param name="amount">What there is before discounts.</param>
    /// <param name="invoices">On how many invoices the amount is; a fixed discount is taken off each.</param>
    public static decimal TakeOff(SourceObject subject, decimal amount, string currency, decimal invoices)
    {
        foreach (var coupon in CouponsOf(subject))
        {
            if (coupon.Decimal("percent_off") is { } percent)
            {
                amount -= amount * (percent is >= 0 and <= 100 ? percent : throw new UnmappableException("percent_off is not a percentage")) / 100;
            }
            else if (coupon.Integer("amount_off") is { } off && currency.Equals(coupon.Text("currency"), StringComparison.OrdinalIgnoreCase))
            {
                amount -= (off >= 0 ? off : throw new UnmappableException("amount_off is negative")) * invoices;
            }
        }

        return Math.Max(0, amount);
    }

    // An old version names the first of the discounts a second time, beside the list.
    private static IEnumerable<SourceObject> CouponsOf(SourceObject subject)
    {
        var listed = subject.ObjectsOrNone("discounts");
        return (listed.Count > 0 ? listed : [.. new[] { subject.ObjectOrNull("discount") }.OfType<SourceObject>()])
            .Select(discount => discount.ObjectOrNull("coupon") ?? discount.ObjectOrNull("source")?.ObjectOrNull("coupon"))
            .OfType<SourceObject>()
            .Where(coupon => coupon.Text("duration") == "forever" && coupon.ObjectOrNull("applies_to") is null);
    }
}
