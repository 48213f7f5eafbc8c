using System.Globalization;
using System.Security.Cryptography;
using System.Text.Json;
using Plumbline.Ledger;

namespace Plumbline.Webhooks.Stripe;

/// <summary>Turns the body of a verified Stripe delivery into what is appended. Whatever cannot be read is kept and quarantined.</summary>
public static class StripeEventMapper
{
    public const string Source = "stripe";

    public static Delivery Map(StripeContext context, ReadOnlyMemory<byte> body)
    {
        try
        {
            using var document = JsonDocument.Parse(body);
            return document.RootElement.ValueKind == JsonValueKind.Object
                ? MapObject(context, body, new SourceObject(document.RootElement))
                : Unreadable(context.Tenant.Id, body, "the body is not a JSON object");
        }
        catch (JsonException)
        {
            return Unreadable(context.Tenant.Id, body, "the body is not JSON");
        }
    }

    private static Delivery MapObject(StripeContext context, ReadOnlyMemory<byte> body, SourceObject source)
    {
        try
        {
            return MapEvent(context, body, source);
        }
        catch (UnmappableException e)
        {
            return About(source, Unreadable(context.Tenant.Id, body, e.Message));
        }
    }

    private static Delivery MapEvent(StripeContext context, ReadOnlyMemory<byte> body, SourceObject source)
    {
        var (tenant, hash, time) = (context.Tenant, context.Hash, new SourceTime(context.Now));
        var account = source.Text("account") ?? "";
        var stored = About(source, new Delivery
        {
            TenantId = tenant.Id,
            Source = Source,
            SourceKey = source.RequiredText("id"),
            Channel = "webhook",
            EventType = source.RequiredText("type"),
            OccurredAt = null,
            Body = body,
            Livemode = source.FlagOrNull("livemode"),
            Account = account,
            ApiVersion = source.TextOrNull("api_version"),
        });

        try
        {
            // Thin events carry no amounts, and write their time as text.
            if (source.Text("object") == "v2.core.event")
            {
                return stored with { OccurredAt = ThinTime(source, time) };
            }

            var happened = time.OfUnixSeconds(source.RequiredInteger("created"));
            stored = stored with { OccurredAt = happened };
            var subject = source.Object("data")?.Object("object") ?? throw new UnmappableException("data.object is missing");
            var livemode = stored.Livemode ?? throw new UnmappableException("livemode is missing or not true or false");

            if (account.Length > 0 && tenant.StripeAccounts.Count > 0 && !tenant.StripeAccounts.Contains(account))
            {
                return stored with { Quarantine = [new QuarantineNote("unknown-account", "the connected account is not one of the tenant's")] };
            }

            var payments = StripeMovements.Of(stored.EventType, subject, happened, time.OfUnixSeconds);
            return stored with
            {
                Payments = [.. payments.Select(payment => payment with { Livemode = livemode, Account = account })],
                // Test mode counts nowhere, and a subscription's row could not say that it is of it.
                Subscriptions = livemode ? StripeSubscriptions.Of(stored.SourceKey, stored.EventType, subject, happened) : [],
                Links = livemode ? StripeLinks.Of(stored.EventType, subject, stored.Tags, payments, hash) : [],
            };
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

    // Reads only what cannot fail: what is quarantined must still be found by an erasure.
    private static Delivery About(SourceObject source, Delivery delivery)
    {
        var data = source.ObjectOrNull("data");
        var content = data?.ObjectOrNull("object");
        return delivery with
        {
            ObjectId = content?.TextOrNull("id"),
            RelatedIds = StripeRelatedIds.Of(content, data?.ObjectOrNull("previous_attributes")),
            Tags = content is { } tagged ? StripeTags.OfEvent(tagged) : Tags.None,
            Attributes = content is { } told ? StripeMovements.ControlTotalOf(told) : null,
        };
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

    private static DateTimeOffset ThinTime(SourceObject source, SourceTime time) =>
        DateTimeOffset.TryParse(source.RequiredText("created"), CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out var at)
            ? time.Believe(at)
            : throw new UnmappableException("created is not a time");
}
