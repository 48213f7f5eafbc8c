using Plumbline.Local.Demo.Company;

namespace Plumbline.Local.Demo.Writing;

/// <summary>
/// Writes what Stripe says beside a charge: the checkout of a workshop seat, and of every fourth other charge the invoice or payment
/// intent. Each repeats the charge's metadata and moves no money.
/// </summary>
internal sealed class CheckoutWriter(DemoWorld world)
{
    private const int Every = 4;

    public IEnumerable<DemoDelivery> Write()
    {
        var whole = world.Charges.Where(charge => charge.LateCapture is null).ToLookup(charge => charge.Description == DemoCompany.WorkshopSeat.Name);
        var sampled = whole[false].Where((_, index) => index % Every == 0);
        return whole[true].Select(Session).Concat(sampled.Select(charge => SubscriptionOf(charge) is { } subscription ? Invoice(charge, subscription) : Intent(charge)));
    }

    private Subscription? SubscriptionOf(Charge charge) =>
        world.Subscriptions.Find(subscription => subscription.Payer == charge.Payer && subscription.Plan.Name == charge.Description);

    private static DemoDelivery Session(Charge charge) => Of("checkout.session.completed", charge, seconds: 3, new
    {
        Id = $"cs_live_{charge.Key}",
        Object = "checkout.session",
        AmountTotal = charge.Cents,
        Created = charge.Created.AddMinutes(-4).ToUnixTimeSeconds(),
        Currency = "usd",
        Customer = $"cus_{charge.Payer.Id}",
        CustomerDetails = new { Email = StripeWriter.EmailOf(charge), Name = $"Customer {charge.Payer.LastName}" },
        Invoice = (string?)null,
        Livemode = true,
        Metadata = StripeWriter.Metadata(charge),
        Mode = "payment",
        PaymentIntent = $"pi_{charge.Key}",
        PaymentStatus = "paid",
        Status = "complete",
        Subscription = (string?)null,
    });

    private static DemoDelivery Invoice(Charge charge, Subscription subscription) => Of("invoice.paid", charge, seconds: 5, new
    {
        Id = $"in_{charge.Key}",
        Object = "invoice",
        AmountDue = charge.Cents,
        AmountPaid = charge.Cents,
        BillingReason = "subscription_cycle",
        Created = charge.Created.ToUnixTimeSeconds(),
        Currency = "usd",
        Customer = $"cus_{charge.Payer.Id}",
        CustomerEmail = StripeWriter.EmailOf(charge),
        Livemode = true,
        Metadata = StripeWriter.Metadata(charge),
        Parent = new
        {
            Type = "subscription_details",
            SubscriptionDetails = new { Subscription = $"sub_{subscription.Key}", Metadata = StripeWriter.Metadata(charge) },
        },
        Payments = new
        {
            Object = "list",
            Data = new[] { new { Object = "invoice_payment", AmountPaid = charge.Cents, Payment = new { Type = "payment_intent", PaymentIntent = $"pi_{charge.Key}" }, Status = "paid" } },
            HasMore = false,
        },
        Status = "paid",
        Total = charge.Cents,
    });

    private static DemoDelivery Intent(Charge charge) => Of("payment_intent.succeeded", charge, seconds: 1, new
    {
        Id = $"pi_{charge.Key}",
        Object = "payment_intent",
        Amount = charge.Cents,
        AmountReceived = charge.Cents,
        Created = charge.Created.ToUnixTimeSeconds(),
        Currency = "usd",
        Customer = $"cus_{charge.Payer.Id}",
        charge.Description,
        LatestCharge = charge.Id,
        Livemode = true,
        Metadata = StripeWriter.Metadata(charge),
        ReceiptEmail = StripeWriter.EmailOf(charge),
        Status = "succeeded",
    });

    private static DemoDelivery Of(string type, Charge charge, int seconds, object of) =>
        StripeWriter.Envelope($"evt_{charge.Key}{StripeWriter.Suffix(type)}", type, charge.Created.AddSeconds(seconds), of);
}
