using System.Security.Cryptography;
using System.Text.Json;
using Plumbline.Ledger;

namespace Plumbline.Webhooks.Stripe;

/// <summary>
/// Turns a balance transaction, with the object it is of, into what is appended: the one movement that it moved, by the key and
/// amount that a webhook of that object would give it, and what it came to on the balance.
/// </summary>
internal static class StripePullMapper
{
    public const string EventType = "balance_transaction";

    // The clocks of a charge and of its transaction are a second apart at most, unless it was captured later.
    private static readonly TimeSpan AtOnce = TimeSpan.FromMinutes(1);

    // Of those that can be authorised first. What is taken from a bank is captured at once, and settles days later.
    private static readonly string[] CapturedLater =
    [
        "affirm", "afterpay_clearpay", "amazon_pay", "card", "card_present", "cashapp", "interac_present", "klarna", "link", "mobilepay", "paypal", "revolut_pay",
    ];

    private static readonly string[] Sources = ["charge", "refund", "dispute", "payout"];

    /// <summary>Whether it is of an object whose movements the ledger has: a fee of Stripe's own, a transfer or a reserve is not.</summary>
    public static bool IsCompared(JsonElement transaction) =>
        new SourceObject(transaction).ObjectOrNull("source")?.TextOrNull("object") is { } type && Sources.Contains(type);

    /// <param name="livemode">By the key it was asked for with; the object may say it itself.</param>
    /// <param name="account">The connected account; empty for the tenant's own.</param>
    public static Delivery Map(StripeContext context, bool livemode, string account, ReadOnlyMemory<byte> body)
    {
        using var document = JsonDocument.Parse(body);
        var transaction = new SourceObject(document.RootElement);
        var subject = transaction.ObjectOrNull("source");
        var id = transaction.TextOrNull("id");
        var stored = new Delivery
        {
            TenantId = context.Tenant.Id,
            Source = StripeEventMapper.Source,
            SourceKey = KeyOf(account, id ?? $"body:{Convert.ToHexStringLower(SHA256.HashData(body.Span))}"),
            Channel = "pull",
            EventType = EventType,
            OccurredAt = null,
            Body = body,
            ObjectId = id,
            RelatedIds = [.. new[] { transaction.IdOrNull("source") }.OfType<string>().Concat(StripeRelatedIds.Of(subject, null)).Distinct()],
            Livemode = subject?.FlagOrNull("livemode") ?? livemode,
            Account = account,
            Tags = subject is { } tagged ? StripeTags.OfEvent(tagged) : Tags.None,
        };

        try
        {
            return Read(stored, context, transaction, subject ?? throw new UnmappableException("source is not an object"));
        }
        catch (DateOutOfRangeException e)
        {
            return stored with { Quarantine = [new QuarantineNote("date-out-of-range", e.Message)] };
        }
        catch (UnmappableException e)
        {
            return stored with { Quarantine = [new QuarantineNote("unmappable", e.Message)] };
        }
    }

    private static string KeyOf(string account, string id) => account.Length == 0 ? $"pull:{id}" : $"pull:{account}:{id}";

    private static bool IsCapturedLater(SourceObject subject) =>
        subject.Text("object") == "charge"
        && (subject.ObjectOrNull("payment_method_details")?.TextOrNull("type") is not { } type || CapturedLater.Contains(type));

    private static Delivery Read(Delivery stored, StripeContext context, SourceObject transaction, SourceObject subject)
    {
        var time = new SourceTime(context.Now);
        var moved = time.OfUnixSeconds(transaction.RequiredInteger("created"));
        stored = stored with { OccurredAt = moved };

        // What was authorised first and captured later is dated as the event of its capture would.
        var isLate = IsCapturedLater(subject) && moved - time.OfUnixSeconds(subject.RequiredInteger("created")) > AtOnce;
        var movements = StripeMovements.Of(isLate ? "charge.captured" : EventType, subject, moved, time.OfUnixSeconds);
        if (StripeTransactions.MovementOf(transaction, subject, movements) is not { } movement)
        {
            return stored;
        }

        var settlement = new Settlement(
            transaction.RequiredInteger("amount"), transaction.Integer("fee"), transaction.Integer("net"), StripeMovements.CurrencyOf(transaction));
        var payment = movement with { Livemode = stored.Livemode == true, Account = stored.Account };
        return stored with
        {
            Payments = [payment],
            Links = stored.Livemode == true
                ? [
                    .. StripeLinks.Of(EventType, subject, stored.Tags, [payment], context.Hash),
                    new Link(Link.MovementSettlement, payment.SourceKey, transaction.RequiredText("id")) { Settlement = settlement },
                ]
                : [],
        };
    }
}
