using System.Globalization;
using System.Security.Cryptography;
using System.Text.Json;
using Plumbline.Ledger;

namespace Plumbline.Webhooks.Stripe;

/// <summary>Turns the body of a verified Stripe delivery into what is appended. Whatever cannot be read is kept and quarantined.</summary>
public static class StripeEventMapper
{
    public const string Source = "stripe";

    private static readonly string[] RelatedMembers = ["customer", "charge", "payment_intent", "invoice", "subscription"];

    private static readonly DateTimeOffset Earliest = new(2000, 1, 1, 0, 0, 0, TimeSpan.Zero);
    private static readonly TimeSpan Ahead = TimeSpan.FromHours(48);

    /// <param name="accounts">Connected accounts that belong to the tenant; empty means any.</param>
    /// <param name="now">Dates more than 48 hours after it are not believed.</param>
    public static Delivery Map(Guid tenantId, IReadOnlyCollection<string> accounts, ReadOnlyMemory<byte> body, DateTimeOffset now)
    {
        try
        {
            using var document = JsonDocument.Parse(body);
            return document.RootElement.ValueKind == JsonValueKind.Object
                ? MapEvent(tenantId, accounts, body, new StripeObject(document.RootElement), now)
                : Unreadable(tenantId, body, "the body is not a JSON object");
        }
        catch (JsonException)
        {
            return Unreadable(tenantId, body, "the body is not JSON");
        }
        catch (UnmappableException e)
        {
            return Unreadable(tenantId, body, e.Message);
        }
    }

    private static Delivery MapEvent(
        Guid tenantId, IReadOnlyCollection<string> accounts, ReadOnlyMemory<byte> body, StripeObject source, DateTimeOffset now)
    {
        var account = source.Text("account") ?? "";
        var stored = new Delivery
        {
            TenantId = tenantId,
            Source = Source,
            SourceKey = source.RequiredText("id"),
            Channel = "webhook",
            EventType = source.RequiredText("type"),
            OccurredAt = null,
            Body = body,
            Account = account,
            ApiVersion = source.TextOrNull("api_version"),
        };

        try
        {
            // Whom it is about comes first: what is quarantined below must still be found by an erasure.
            var content = source.Object("data")?.Object("object");
            stored = stored with
            {
                ObjectId = content?.TextOrNull("id"),
                RelatedIds = content is { } read ? [.. RelatedMembers.Select(read.IdOrNull).OfType<string>().Distinct()] : [],
                Tags = content is { } tagged ? StripeTags.OrNone(tagged) : Tags.None,
                Livemode = source.FlagOrNull("livemode"),
            };

            // Thin events carry no amounts, and write their time as text.
            if (source.Text("object") == "v2.core.event")
            {
                return stored with { OccurredAt = ThinTime(source, now) };
            }

            var happened = Time(source.RequiredInteger("created"), now);
            stored = stored with { OccurredAt = happened };
            var subject = content ?? throw new UnmappableException("data.object is missing");
            var livemode = stored.Livemode ?? throw new UnmappableException("livemode is missing or not true or false");

            if (account.Length > 0 && accounts.Count > 0 && !accounts.Contains(account))
            {
                return stored with { Quarantine = [new QuarantineNote("unknown-account", "the connected account is not one of the tenant's")] };
            }

            var payments = StripeMovements.Of(stored.EventType, subject, happened, at => Time(at, now));
            return stored with { Payments = [.. payments.Select(payment => payment with { Livemode = livemode, Account = account })] };
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

    private static Delivery Unreadable(Guid tenantId, ReadOnlyMemory<byte> body, string why) => new()
    {
        TenantId = tenantId,
        Source = Source,
        SourceKey = $"body:{Convert.ToHexStringLower(SHA256.HashData(body.Span))}",
        Channel = "webhook",
        EventType = "(unreadable)",
        OccurredAt = null,
        Body = body,
        Quarantine = [new QuarantineNote("unreadable", why)],
    };

    private static DateTimeOffset ThinTime(StripeObject source, DateTimeOffset now) =>
        DateTimeOffset.TryParse(source.RequiredText("created"), CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out var at)
            ? InRange(at, now)
            : throw new UnmappableException("created is not a time");

    private static DateTimeOffset Time(long unixSeconds, DateTimeOffset now) =>
        unixSeconds is > 0 and < 253402300800
            ? InRange(DateTimeOffset.FromUnixTimeSeconds(unixSeconds), now)
            : throw new DateOutOfRangeException();

    private static DateTimeOffset InRange(DateTimeOffset at, DateTimeOffset now) =>
        at >= Earliest && at <= now + Ahead ? at : throw new DateOutOfRangeException();

    private sealed class DateOutOfRangeException() : Exception("a date is before 2000 or more than 48 hours ahead");
}
