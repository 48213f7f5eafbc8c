namespace Plumbline.Tenants;

/// <summary>What reading a CRM's deliveries takes: how ids, names and labels of this tenant are to be understood.</summary>
public sealed record CrmSettings
{
    public static readonly CrmSettings None = new();

    /// <summary>GoHighLevel's id of the tenant's location; null until it is set.</summary>
    public string? LocationId { get; init; }

    /// <summary>The custom field of a contact that says its funnel; null when none does.</summary>
    public string? FunnelField { get; init; }

    public IReadOnlyList<PipelineStage> Stages { get; init; } = [];

    /// <summary>The funnel a label stands for, by the label in lower case.</summary>
    public IReadOnlyDictionary<string, string> FunnelByLabel { get; init; } = new Dictionary<string, string>();

    /// <summary>The CRM's user id by the user's e-mail address in lower case.</summary>
    public IReadOnlyDictionary<string, string> OwnerByEmail { get; init; } = new Dictionary<string, string>();
}
