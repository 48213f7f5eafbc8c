using System.Globalization;
using System.Text.RegularExpressions;
using Plumbline.Ledger;
using Plumbline.Platform;
using Plumbline.Tenants;

namespace Plumbline.Webhooks.Events;

internal static partial class AdSpendMapper
{
    public const string KeySuffix = ":spend";

    private const int LongestChannel = 50;
    private const int LongestText = 255;
    private static readonly DateOnly Earliest = new(2000, 1, 1);

    /// <param name="at">Since when this statement holds.</param>
    public static Delivery Map(Delivery stored, DateTimeOffset at, AdSpend data, Tenant tenant, DateTimeOffset now)
    {
        var zone = TimeZoneInfo.FindSystemTimeZoneById(tenant.TimeZone);
        var date = DateOf(data.Date, zone, now);
        var channel = EventText.Required(data.Channel?.Trim(), "/data/channel", LongestChannel).ToLowerInvariant();
        var campaign = EventText.Optional(data.Campaign, "/data/campaign", LongestText);
        var currency = CurrencyOf(data.Currency) ?? tenant.Currency;
        var given = data.Tags?.Read() ?? Tags.None;
        var tags = given with { UtmCampaign = campaign ?? given.UtmCampaign, UtmSource = given.UtmSource ?? channel };

        var day = new AdSpendDay
        {
            SourceKey = stored.SourceKey + KeySuffix,
            Date = date,
            OccurredAt = NoonOf(date, zone),
            Channel = channel,
            EffectiveAt = at,
            SpendMinor = MinorOf(data.Spend, currency),
            Currency = currency,
            Impressions = Count(data.Impressions, "impressions"),
            Clicks = Count(data.Clicks, "clicks"),
            VideoHooks = Count(data.VideoHooks, "videoHooks"),
            VideoHolds = Count(data.VideoHolds, "videoHolds"),
            Leads = Count(data.Leads, "leads"),
            Tags = tags,
        };
        return stored with { Tags = tags, AdSpend = [day] };
    }

    private static DateOnly DateOf(string? text, TimeZoneInfo zone, DateTimeOffset now)
    {
        if (text is null)
        {
            throw new RejectedEventException("/data/date", "date is missing.");
        }

        if (!DateOnly.TryParseExact(text, "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out var date))
        {
            throw new RejectedEventException("/data/date", "date must be a day as yyyy-MM-dd.");
        }

        var tomorrow = DateOnly.FromDateTime(TimeZoneInfo.ConvertTime(now, zone).DateTime).AddDays(1);
        return date >= Earliest && date <= tomorrow
            ? date
            : throw new RejectedEventException("/data/date", "date must be from 2000-01-01 to tomorrow in the tenant's time zone.");
    }

    private static DateTimeOffset NoonOf(DateOnly date, TimeZoneInfo zone)
    {
        var noon = date.ToDateTime(new TimeOnly(12, 0));
        return new DateTimeOffset(noon, zone.GetUtcOffset(noon)).ToUniversalTime();
    }

    private static string? CurrencyOf(string? code) =>
        string.IsNullOrEmpty(code) ? null
        : CurrencyCode().IsMatch(code) ? code
        : throw new RejectedEventException("/data/currency", "currency must be an ISO 4217 code in capitals, such as USD.");

    private static long MinorOf(decimal? spend, string currency)
    {
        const string pointer = "/data/spend";
        if (spend is not { } major)
        {
            throw new RejectedEventException(pointer, "spend is missing.");
        }

        var minor = major is >= 0 and <= long.MaxValue ? Currency.ToMinor(major, currency) : -1;
        return minor is < 0 or > long.MaxValue ? throw new RejectedEventException(pointer, "spend must be at least 0, and in minor units fit 64 bits.")
            : minor != decimal.Truncate(minor) ? throw new RejectedEventException(pointer, $"spend must have at most {Currency.Exponent(currency)} decimals in {currency}.")
            : (long)minor;
    }

    private static long? Count(long? count, string name) =>
        count < 0 ? throw new RejectedEventException($"/data/{name}", $"{name} must not be negative.") : count;

    [GeneratedRegex(@"^[A-Z]{3}\z", RegexOptions.CultureInvariant)]
    private static partial Regex CurrencyCode();
}
