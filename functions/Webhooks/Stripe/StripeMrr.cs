namespace Plumbline.Webhooks.Stripe;

/// <summary>
/// Monthly recurring revenue of a subscription: its items' amounts by quantity, a year over 12, a week times 52/12 and a day
/// times 365/12, rounded once at the end, half away from zero. Metered and tiered items have no price of their own and add
/// nothing, and tax is none of it.
/// </summary>
internal static class StripeMrr
{
    public static long Of(SourceObject subscription, string currency)
    {
        try
        {
            var lines = ItemsOf(subscription).Select(item => LineOf(item, currency)).OfType<Line>().ToList();
            if (lines.Count == 0)
            {
                return 0;
            }

            // Those of one interval are added up before they are divided, so that what is exactly a half stays one.
            var aYear = lines.GroupBy(line => line.IntervalCount).Sum(alike => alike.Sum(line => line.Amount * line.IntervalsAYear) / alike.Key);
            var invoicesAYear = lines.Max(line => (decimal)line.IntervalsAYear / line.IntervalCount);
            var discounted = StripeDiscounts.TakeOff(subscription, aYear, currency, invoicesAYear);
            return (long)decimal.Round(discounted / 12, MidpointRounding.AwayFromZero);
        }
        catch (OverflowException)
        {
            throw new UnmappableException("the items' amounts are beyond 64 bits");
        }
    }

    /// <summary>The subscription's own; of old API versions its first item's.</summary>
    public static string CurrencyOf(SourceObject subscription) =>
        StripeMovements.CurrencyOf(
            subscription.Text("currency") is null && ItemsOf(subscription).Select(PriceOf).OfType<SourceObject?>().FirstOrDefault() is { } price
                ? price
                : subscription);

    private static IReadOnlyList<SourceObject> ItemsOf(SourceObject subscription)
    {
        var items = subscription.Object("items") ?? throw new UnmappableException("items is missing");
        return items.Flag("has_more") == true
            ? throw new UnmappableException("items are more than the event holds")
            : items.Objects("data");
    }

    private static SourceObject? PriceOf(SourceObject item) => item.Object("price") ?? item.Object("plan");

    /// <returns>Null where it has no fixed price that recurs.</returns>
    private static Line? LineOf(SourceObject item, string currency)
    {
        var price = PriceOf(item) ?? throw new UnmappableException("an item's price is missing");
        // A plan, which prices replaced, says itself what a price says of its recurrence.
        var isPlan = item.Object("price") is null;
        if ((isPlan ? price : price.Object("recurring")) is not { } recurring || recurring.Text("usage_type") == "metered")
        {
            return null;
        }

        if (AmountOf(InCurrency(price, currency), isPlan ? "amount" : "unit_amount") is not { } unit)
        {
            return null;
        }

        var count = recurring.Integer("interval_count") ?? 1;
        var quantity = Quantity(item, price.Object("transform_quantity") ?? price.Object("transform_usage"));
        return new Line(
            StripeDiscounts.TakeOff(item, unit * quantity, currency, invoices: 1),
            IntervalsAYear(recurring.RequiredText("interval")),
            count > 0 ? count : throw new UnmappableException("interval_count is not positive"));
    }

    private static decimal? AmountOf(SourceObject price, string name)
    {
        var amount = price.Integer(name) ?? price.DecimalOrText($"{name}_decimal");
        return amount >= 0 || amount is null ? amount : throw new UnmappableException($"{name} is negative");
    }

    /// <summary>A price of several currencies holds the amounts of all but its first one apart.</summary>
    private static SourceObject InCurrency(SourceObject price, string currency) =>
        currency.Equals(price.Text("currency") ?? currency, StringComparison.OrdinalIgnoreCase)
            ? price
            : price.Object("currency_options")?.Object(currency.ToLowerInvariant())
                ?? throw new UnmappableException("a price is in another currency than its subscription");

    private static decimal Quantity(SourceObject item, SourceObject? packages)
    {
        var quantity = item.Integer("quantity") ?? 1;
        if (quantity < 0)
        {
            throw new UnmappableException("quantity is negative");
        }

        return packages is not { } packed ? quantity
            : packed.RequiredInteger("divide_by") is not (> 0 and var size) ? throw new UnmappableException("divide_by is not positive")
            : packed.Text("round") == "down" ? decimal.Floor((decimal)quantity / size)
            : decimal.Ceiling((decimal)quantity / size);
    }

    private static int IntervalsAYear(string interval) => interval switch
    {
        "day" => 365,
        "week" => 52,
        "month" => 12,
        "year" => 1,
        _ => throw new UnmappableException("interval is not day, week, month or year"),
    };

    /// <param name="Amount">What it costs each time, in minor units.</param>
    private sealed record Line(decimal Amount, int IntervalsAYear, long IntervalCount);
}
