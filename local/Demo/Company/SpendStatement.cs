namespace Plumbline.Local.Demo.Company;

/// <summary>What a channel says a day of a campaign cost; a later statement replaces it.</summary>
internal sealed record SpendStatement(DateOnly Day, Campaign Campaign, DateTimeOffset StatedAt, long Cents)
{
    public long Impressions => Cents * 4 / 5;

    public long Clicks => Cents / 130;

    /// <summary>How often the first seconds were watched; null where the campaign shows no video.</summary>
    public long? VideoHooks => Campaign.ShowsVideo ? Impressions * (21 + (Cents % 9)) / 100 : null;

    /// <summary>How often most of it was watched.</summary>
    public long? VideoHolds => VideoHooks * (14 + (Cents % 7)) / 100;
}
