using Plumbline.Local.Demo.Company;

namespace Plumbline.Local.Demo.Writing;

/// <summary>Writes subscriptions as Stripe's events: one a state, with all of the subscription as it is from then on.</summary>
internal static class SubscriptionWriter
{
    public static IEnumerable<DemoDelivery> Write(Subscription subscription) => subscription.States.Select((state, index) =>
    {
        var type = index == 0 ? "customer.subscription.created" : state.IsOver ? "customer.subscription.deleted" : "customer.subscription.updated";
        return StripeWriter.Envelope($"evt_{subscription.Key}{StripeWriter.Suffix(type)}{index}", type, state.At, Of(subscription, state));
    });

    private static object Of(Subscription subscription, SubscriptionState state) => new
    {
        Id = $"sub_{subscription.Key}",
        Object = "subscription",
        CancelAtPeriodEnd = false,
        CanceledAt = state.IsOver ? state.At.ToUnixTimeSeconds() : (long?)null,
        CollectionMethod = "charge_automatically",
        Created = subscription.States[0].At.ToUnixTimeSeconds(),
        Currency = "usd",
        Customer = $"cus_{subscription.Payer.Id}",
        Discounts = Array.Empty<string>(),
        EndedAt = state.IsOver ? state.At.ToUnixTimeSeconds() : (long?)null,
        Items = new { Object = "list", Data = new[] { Item(subscription, state) }, HasMore = false },
        Livemode = true,
        Metadata = new { ClientId = subscription.Payer.Id },
        PauseCollection = state.IsPaused ? new { Behavior = "void", ResumesAt = (long?)null } : null,
        StartDate = subscription.States[0].At.ToUnixTimeSeconds(),
        state.Status,
        TrialEnd = state.Status == "trialing" ? state.At.AddDays(14).ToUnixTimeSeconds() : (long?)null,
    };

    private static object Item(Subscription subscription, SubscriptionState state) => new
    {
        Id = $"si_{subscription.Key}",
        Object = "subscription_item",
        Price = new
        {
            Id = $"price_{subscription.Plan.Interval}",
            Object = "price",
            BillingScheme = "per_unit",
            Currency = "usd",
            Nickname = subscription.Plan.Name,
            Recurring = new { subscription.Plan.Interval, IntervalCount = 1, UsageType = "licensed" },
            Type = "recurring",
            UnitAmount = subscription.Plan.Cents,
        },
        state.Quantity,
    };
}
