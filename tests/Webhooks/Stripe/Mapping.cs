using System.Text;
using Plumbline.Ledger;
using Plumbline.Tenants;
using Plumbline.Webhooks.Stripe;

namespace Plumbline.Tests.Webhooks.Stripe;

/// <summary>Maps bodies for one tenant, a month after the events' usual time.</summary>
internal static class Mapping
{
    public static readonly Guid Tenant = new("5f0c2f0e-2b1d-4a53-9a53-0d1f6c1b7a01");
    public static readonly DateTimeOffset Now = StripeEvents.At.AddDays(30);

    public static readonly ContactHash Hash = new("a key of these tests"u8.ToArray(), Tenant);

    public static Delivery Map(byte[] body, params string[] accounts) => MapAt(Now, body, accounts);

    public static Delivery MapAt(DateTimeOffset now, byte[] body, params string[] accounts) =>
        StripeEventMapper.Map(new StripeContext(TenantOf(accounts), Hash, now), body);

    /// <summary>The same body with a piece of its text replaced, for what a JSON writer would not write.</summary>
    public static byte[] With(this byte[] body, string text, string replacement)
    {
        var json = Encoding.UTF8.GetString(body);
        json.ShouldContain(text);
        return Encoding.UTF8.GetBytes(json.Replace(text, replacement, StringComparison.Ordinal));
    }

    /// <summary>The same body with bytes, UTF-8 or not, in the place of a piece of its text.</summary>
    public static byte[] With(this byte[] body, string text, params byte[] replacement)
    {
        var at = body.AsSpan().IndexOf(Encoding.UTF8.GetBytes(text));
        at.ShouldBeGreaterThanOrEqualTo(0);
        return [.. body[..at], .. replacement, .. body[(at + Encoding.UTF8.GetByteCount(text))..]];
    }

    public static (string Key, PaymentKind Kind, long Amount, string Currency)[] Movements(this Delivery delivery) =>
        [.. delivery.Payments.Select(payment => (payment.SourceKey, payment.Kind, payment.AmountMinor, payment.Currency))];

    /// <summary>The balance transactions of its movements.</summary>
    public static (string Movement, string Transaction)[] Transactions(this Delivery delivery) =>
        [.. delivery.Links.Where(link => link.Kind == Link.MovementTransaction).Select(link => (link.FromId, link.ToId))];

    public static void ShouldBeQuarantined(this Delivery delivery, string reason)
    {
        delivery.Quarantine.ShouldHaveSingleItem().Reason.ShouldBe(reason);
        delivery.Payments.ShouldBeEmpty();
        delivery.Links.ShouldBeEmpty();
    }

    private static Tenant TenantOf(string[] accounts) => new()
    {
        Id = Tenant,
        Slug = "acme",
        Name = "Acme",
        Currency = "USD",
        Culture = "en-US",
        FirstMonth = new Month(new DateOnly(2026, 1, 1)),
        GraceHours = 72,
        StripeAccounts = accounts,
        TimeZone = "UTC",
    };
}
