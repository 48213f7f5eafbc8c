using Plumbline.Ledger;

namespace Plumbline.Tests.Sql.Model;

/// <summary>What a fact does not say of itself is its client's: what first touched it, and who was responsible.</summary>
internal static class NaiveTags
{
    public const string Unknown = "unknown";

    /// <param name="at">The moment for which responsibility and departments are asked.</param>
    /// <param name="origin">The deal's own source field.</param>
    public static Tags Fill(Books books, Tags said, DateTimeOffset at, string? origin = null)
    {
        var owner = said.OwnerId ?? Responsible(books, said.ClientId, at);
        var role = RoleOf(books, owner, at);
        string? First(Func<ContactState, string?> tag) => books.Contacts
            .Where(seen => said.ClientId is not null && seen.State.ContactId == said.ClientId)
            .Select(seen => tag(seen.State)).FirstOrDefault(value => value is not null);

        return new Tags
        {
            Department = said.Department ?? role?.Department ?? Unknown,
            Team = said.Team ?? role?.Team ?? Unknown,
            OwnerId = owner ?? Unknown,
            ClientId = said.ClientId ?? Unknown,
            Branch = said.Branch ?? First(contact => contact.Tags.Branch) ?? Unknown,
            SourceFunnel = said.SourceFunnel ?? First(contact => contact.Tags.SourceFunnel) ?? origin ?? First(contact => contact.Origin) ?? Unknown,
            UtmSource = said.UtmSource ?? First(contact => contact.Tags.UtmSource) ?? Unknown,
            UtmMedium = said.UtmMedium ?? First(contact => contact.Tags.UtmMedium) ?? Unknown,
            UtmCampaign = said.UtmCampaign ?? First(contact => contact.Tags.UtmCampaign) ?? Unknown,
            UtmTerm = said.UtmTerm ?? First(contact => contact.Tags.UtmTerm) ?? Unknown,
            UtmContent = said.UtmContent ?? First(contact => contact.Tags.UtmContent) ?? Unknown,
        };
    }

    public static string? Value(Tags tags, string tag) => tag switch
    {
        "department" => tags.Department,
        "team" => tags.Team,
        "owner_id" => tags.OwnerId,
        "client_id" => tags.ClientId,
        "branch" => tags.Branch,
        "source_funnel" => tags.SourceFunnel,
        "utm_source" => tags.UtmSource,
        "utm_medium" => tags.UtmMedium,
        "utm_campaign" => tags.UtmCampaign,
        "utm_term" => tags.UtmTerm,
        "utm_content" => tags.UtmContent,
        _ => throw new ArgumentOutOfRangeException(nameof(tag), tag, "no such tag"),
    };

    // Whoever had the client by then: the deal's owner, else the call's, else the contact's. Else the first to get it.
    private static string? Responsible(Books books, string? client, DateTimeOffset at)
    {
        if (client is null)
        {
            return null;
        }

        List<(DateTimeOffset At, string Owner)>[] sayings =
        [
            [.. books.Deals.Where(seen => seen.State.Tags.ClientId == client && seen.State.Tags.OwnerId is not null).Select(seen => (seen.At, seen.State.Tags.OwnerId!))],
            [.. books.Calls.Where(seen => seen.State.Tags.ClientId == client && seen.State.Tags.OwnerId is not null).Select(seen => (seen.At, seen.State.Tags.OwnerId!))],
            [.. books.Contacts.Where(seen => seen.State.ContactId == client && seen.State.Tags.OwnerId is not null).Select(seen => (seen.At, seen.State.Tags.OwnerId!))],
        ];
        foreach (var saying in sayings)
        {
            if (saying.Any(said => said.At <= at))
            {
                return saying.Last(said => said.At <= at).Owner;
            }
        }

        foreach (var saying in sayings)
        {
            if (saying.Count > 0)
            {
                return saying[0].Owner;
            }
        }

        return null;
    }

    private static OwnerRole? RoleOf(Books books, string? owner, DateTimeOffset at)
    {
        var roles = books.Settings.Roles.Where(role => role.Owner == owner).OrderBy(role => role.From).ToList();
        return roles.LastOrDefault(role => books.Clock.StartOf(role.From) <= at) ?? roles.FirstOrDefault();
    }
}
