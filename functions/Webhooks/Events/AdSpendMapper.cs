using System.Globalization;
using Plumbline.Ledger;

namespace Plumbline.Webhooks.Events;

internal static class AdSpendMapper
{
    private static readonly DateOnly Earliest = new(2000, 1, 1);

    public static Delivery Map(EventContext context, AdSpend data)
    {
        var date = DateOf(data.Date, context);
        var channel = data.Channel.Trim().ToLowerInvariant();
        var currency = EventText.Known(data.Currency) ?? context.Tenant.Currency;
        var given = EventTags.Read(data.Tags);
        var tags = given with { UtmCampaign = EventText.Known(data.Campaign) ?? given.UtmCampaign, UtmSource = given.UtmSource ?? channel };

        var day = new AdSpendDay
        {
            SourceKey = EventMapper.FactKey(context.Stored, "spend"),
            Date = date,
            OccurredAt = context.NoonOf(date),
            Channel = channel,
            EffectiveAt = context.At,
            SpendMinor = EventMoney.Minor(data.Spend, currency, "/data/spend"),
            Currency = currency,
            Impressions = data.Impressions,
            Clicks = data.Clicks,
            VideoHooks = data.VideoHooks,
            VideoHolds = data.VideoHolds,
            Leads = data.Leads,
            Tags = tags,
        };
        return context.Stored with { Tags = tags, AdSpend = [day] };
    }

    private static DateOnly DateOf(string text, EventContext context) =>
        !DateOnly.TryParseExact(text, "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out var date)
            ? throw new RejectedEventException("/data/date", "date must be a day as yyyy-MM-dd.")
        : date < Earliest || date > context.Tomorrow
            ? throw new RejectedEventException("/data/date", "date must be from 2000-01-01 to tomorrow in the tenant's time zone.")
        : date;
}
