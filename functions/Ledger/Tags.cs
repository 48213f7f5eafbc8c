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
}
