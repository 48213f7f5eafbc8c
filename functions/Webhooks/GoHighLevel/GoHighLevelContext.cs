using Plumbline.Ledger;
using Plumbline.Platform;
using Plumbline.Tenants;

namespace Plumbline.Webhooks.GoHighLevel;

/// <summary>What reading a delivery takes besides its bytes.</summary>
/// <param name="Now">When it arrived.</param>
internal sealed record GoHighLevelContext(Tenant Tenant, ContactHash Hash, DateTimeOffset Now)
{
    /// <summary>Of a delivery that is mapped again: the key it is stored under, where its body has none of its own.</summary>
    public string? StoredKey { get; init; }

    /// <summary>Of a delivery that is mapped again: when it happened, as it was understood at first.</summary>
    public DateTimeOffset? StoredTime { get; init; }

    /// <summary>When something happened of which nothing says it.</summary>
    public DateTimeOffset Unsaid => StoredTime ?? Now;

    /// <summary>When something happened, or null where nothing says it.</summary>
    /// <param name="read">Reads the field of that name.</param>
    /// <exception cref="DateOutOfRangeException">It is not believed.</exception>
    public DateTimeOffset? Happened(string name, Func<string, DateTimeOffset?> read) => Believed(name, read, new SourceTime(Now).Believe);

    /// <summary>The same of what is planned, and may lie ahead.</summary>
    /// <inheritdoc cref="Happened(string, Func{string, DateTimeOffset?})"/>
    public DateTimeOffset? Planned(string name, Func<string, DateTimeOffset?> read) => Believed(name, read, new SourceTime(Now).BelievePlanned);

    /// <summary>An amount in minor units of the tenant's currency, from the major units GoHighLevel speaks.</summary>
    /// <exception cref="UnmappableException">It is negative, too large or not of whole minor units.</exception>
    public long? ToMinor(decimal? amount, string name)
    {
        if (amount is not { } major)
        {
            return null;
        }

        if (major is < 0 or > long.MaxValue)
        {
            throw new UnmappableException($"{name} is negative or too large");
        }

        var minor = Currency.ToMinor(major, Tenant.Currency);
        return minor == decimal.Truncate(minor) && minor <= long.MaxValue
            ? (long)minor
            : throw new UnmappableException($"{name} is too large or has more digits than the currency");
    }

    /// <summary>The CRM's id of a user who is known by an e-mail address; null when nobody is.</summary>
    public string? OwnerOf(string? email) => email is null ? null : Tenant.Crm.OwnerByEmail.GetValueOrDefault(email.ToLowerInvariant());

    private static DateTimeOffset? Believed(string name, Func<string, DateTimeOffset?> read, Func<DateTimeOffset, DateTimeOffset> believe)
    {
        try
        {
            return read(name) is { } at ? believe(at) : null;
        }
        catch (DateOutOfRangeException e)
        {
            throw new DateOutOfRangeException($"{name}: {e.Message}");
        }
    }
}
