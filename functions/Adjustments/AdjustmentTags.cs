using Npgsql;
using Plumbline.Ledger;
using Plumbline.Platform;

namespace Plumbline.Adjustments;

internal static class AdjustmentTags
{
    public const string Columns =
        "department, team, owner_id, client_id, branch, source_funnel, utm_source, utm_medium, utm_campaign, utm_term, utm_content";

    private const string Unknown = "unknown";

    /// <summary>Empty text is as good as none.</summary>
    public static Tags WithoutEmpty(this Tags tags) => Each(tags, text => string.IsNullOrEmpty(text) ? null : text.Trim());

    /// <summary>What a report calls unknown has no tag.</summary>
    public static Tags WithoutUnknown(this Tags tags) => Each(tags, text => text == Unknown ? null : text);

    /// <summary>As <see cref="Columns"/> has them.</summary>
    public static object?[] Values(this Tags tags) =>
    [
        tags.Department, tags.Team, tags.OwnerId, tags.ClientId, tags.Branch, tags.SourceFunnel,
        tags.UtmSource, tags.UtmMedium, tags.UtmCampaign, tags.UtmTerm, tags.UtmContent,
    ];

    /// <param name="first">Where <see cref="Columns"/> begin.</param>
    public static Tags Read(NpgsqlDataReader row, int first) => new()
    {
        Department = row.GetOptionalText(first),
        Team = row.GetOptionalText(first + 1),
        OwnerId = row.GetOptionalText(first + 2),
        ClientId = row.GetOptionalText(first + 3),
        Branch = row.GetOptionalText(first + 4),
        SourceFunnel = row.GetOptionalText(first + 5),
        UtmSource = row.GetOptionalText(first + 6),
        UtmMedium = row.GetOptionalText(first + 7),
        UtmCampaign = row.GetOptionalText(first + 8),
        UtmTerm = row.GetOptionalText(first + 9),
        UtmContent = row.GetOptionalText(first + 10),
    };

    private static Tags Each(Tags tags, Func<string?, string?> map) => new()
    {
        Department = map(tags.Department),
        Team = map(tags.Team),
        OwnerId = map(tags.OwnerId),
        ClientId = map(tags.ClientId),
        Branch = map(tags.Branch),
        SourceFunnel = map(tags.SourceFunnel),
        UtmSource = map(tags.UtmSource),
        UtmMedium = map(tags.UtmMedium),
        UtmCampaign = map(tags.UtmCampaign),
        UtmTerm = map(tags.UtmTerm),
        UtmContent = map(tags.UtmContent),
    };
}
