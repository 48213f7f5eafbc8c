namespace Plumbline.Ledger;

/// <summary>What any number can be filtered by. Null where the source does not say.</summary>
public sealed record Tags
{
    public static readonly Tags None = new();

    public string? Department { get; init; }

    public string? Team { get; init; }

    public string? OwnerId { get; init; }

    public string? ClientId { get; init; }

    public string? Branch { get; init; }

    public string? SourceFunnel { get; init; }

    public string? UtmSource { get; init; }

    public string? UtmMedium { get; init; }

    public string? UtmCampaign { get; init; }

    public string? UtmTerm { get; init; }

    public string? UtmContent { get; init; }

    /// <summary>These, and of what they do not tell the other's.</summary>
    public Tags Or(Tags other) => new()
    {
        Department = Department ?? other.Department,
        Team = Team ?? other.Team,
        OwnerId = OwnerId ?? other.OwnerId,
        ClientId = ClientId ?? other.ClientId,
        Branch = Branch ?? other.Branch,
        SourceFunnel = SourceFunnel ?? other.SourceFunnel,
        UtmSource = UtmSource ?? other.UtmSource,
        UtmMedium = UtmMedium ?? other.UtmMedium,
        UtmCampaign = UtmCampaign ?? other.UtmCampaign,
        UtmTerm = UtmTerm ?? other.UtmTerm,
        UtmContent = UtmContent ?? other.UtmContent,
    };
}
