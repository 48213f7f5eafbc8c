using System.Text;
using System.Text.Json.Nodes;
using FsCheck;
using FsCheck.Fluent;
using Plumbline.Ledger;

namespace Plumbline.Tests.Webhooks.Stripe;

public sealed class StripeEventMapperProperties
{
    // What PostgreSQL or a reader chokes on, put where it does not belong.
    private static readonly string[] Rubbish =
        ["\\u0000", "\\ud800", "\\udc00", "\"", "\\", "{", "}", "[", "null", "1e999", "-", "9999999999999999999", "\u0001", "\uFFFF", "\\ud800\":1,\"a"];

    [Fact]
    public void Map_DamagedBody_IsKeptInTextThatPostgresqlAccepts() =>
        Prop.ForAll(Damaged().ToArbitrary(), body =>
        {
            var delivery = Mapping.Map(body.Bytes);
            delivery.Body.ToArray().ShouldBe(body.Bytes);
            foreach (var text in TextsOf(delivery))
            {
                text.Length.ShouldBeLessThanOrEqualTo(300);
                text.ShouldNotContain('\0');
                Encoding.UTF8.GetString(Encoding.UTF8.GetBytes(text)).ShouldBe(text);
            }
        }).Check(Config.QuickThrowOnFailure.WithMaxTest(2000));

    private static Gen<DamagedBody> Damaged() =>
        from body in Gen.Elements(
            StripeEvents.Charge(metadata: new() { ["team"] = "closers", ["client_id"] = "client-3", ["note"] = "é" }),
            StripeEvents.Refund(account: "acct_1"),
            StripeEvents.Dispute(transactions: [StripeEvents.Transaction(currency: "eur"), StripeEvents.Transaction("txn_2", 1000)]),
            StripeEvents.Payout(status: "failed"),
            StripeEvents.Other("invoice.paid", "in_1", customize: invoice =>
            {
                invoice["metadata"] = new JsonObject { ["team"] = "closers" };
                invoice["parent"] = new JsonObject { ["subscription_details"] = new JsonObject { ["subscription"] = "sub_1" } };
                invoice["payments"] = new JsonObject { ["data"] = new JsonArray(new JsonObject { ["payment"] = new JsonObject { ["payment_intent"] = "pi_1" } }) };
            }),
            StripeEvents.Thin(),
            StripeSubscriptionEvents.Event(metadata: new() { ["client_id"] = "client-3" }, customize: subscription => subscription["discounts"] = new JsonArray(StripeSubscriptionEvents.Discount(20))))
        from at in Gen.Choose(0, body.Length - 1)
        from removed in Gen.Choose(0, Math.Min(8, body.Length - at))
        from inserted in Gen.OneOf(
            Gen.Elements(Rubbish).Select(Encoding.UTF8.GetBytes),
            Gen.Choose(0, 255).Select(value => new[] { (byte)value }))
        select new DamagedBody([.. body[..at], .. inserted, .. body[(at + removed)..]]);

    private static IEnumerable<string> TextsOf(Delivery delivery)
    {
        string?[] ofEvent = [delivery.SourceKey, delivery.EventType, delivery.ObjectId, delivery.Account, delivery.ApiVersion, .. delivery.RelatedIds, .. Tags(delivery.Tags)];
        var ofPayments = delivery.Payments.SelectMany(payment => (string?[])
            [payment.SourceKey, payment.Currency, payment.SettlementCurrency, payment.ChargeId, payment.PaymentIntentId, payment.CustomerId, payment.BalanceTransactionId, .. Tags(payment.Tags)]);
        var ofLinks = delivery.Links.SelectMany(link => (string?[])[link.Kind, link.FromId, link.ToId, .. Tags(link.Tags)]);
        var ofSubscriptions = delivery.Subscriptions.SelectMany(state => (string?[])[state.SourceKey, state.SubscriptionId, state.Currency, state.CustomerId, .. Tags(state.Tags)]);
        return ofEvent.Concat(ofPayments).Concat(ofLinks).Concat(ofSubscriptions).OfType<string>();
    }

    private static string?[] Tags(Tags tags) =>
    [
        tags.Department, tags.Team, tags.OwnerId, tags.ClientId, tags.Branch, tags.SourceFunnel,
        tags.UtmSource, tags.UtmMedium, tags.UtmCampaign, tags.UtmTerm, tags.UtmContent,
    ];

    private sealed record DamagedBody(byte[] Bytes)
    {
        public override string ToString() => Encoding.Latin1.GetString(Bytes);
    }
}
