namespace Plumbline.Tenants;

/// <summary>A tenant as its latest settings describe it.</summary>
public sealed record Tenant
{
    public required Guid Id { get; init; }

    /// <summary>The name in routes and secrets.</summary>
    public required string Slug { get; init; }

    public required string Name { get; init; }

    /// <summary>ISO 4217.</summary>
    public required string Currency { get; init; }

    /// <summary>A culture name such as <c>en-US</c>.</summary>
    public required string Culture { get; init; }

    public required Month FirstMonth { get; init; }

    /// <summary>Hours between the end of a month and its freeze by the timer.</summary>
    public required int GraceHours { get; init; }

    /// <summary>Connected Stripe accounts whose events count; empty means every account.</summary>
    public required IReadOnlyList<string> StripeAccounts { get; init; }

    /// <summary>The IANA zone that holds from the latest change on.</summary>
    public required string TimeZone { get; init; }

    public CrmSettings Crm { get; init; } = CrmSettings.None;

    /// <summary>A tenant whose settings are gone: all but its id and slug is made up, and for nobody to read.</summary>
    internal static Tenant WithoutSettings(Guid id, string slug) => new()
    {
        Id = id,
        Slug = slug,
        Name = slug,
        Currency = "XXX",
        Culture = "",
        FirstMonth = new Month(DateOnly.MinValue),
        GraceHours = 0,
        StripeAccounts = [],
        TimeZone = "UTC",
    };
}
