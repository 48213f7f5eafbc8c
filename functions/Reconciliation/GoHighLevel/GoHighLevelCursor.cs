namespace Plumbline.Reconciliation.GoHighLevel;

/// <summary>Where a part goes on.</summary>
internal sealed record GoHighLevelCursor
{
    public GoHighLevelPhase Phase { get; init; }

    /// <summary>When it began, by GoHighLevel's clock.</summary>
    public DateTimeOffset StartedAt { get; init; }

    /// <summary>How far GoHighLevel's clock is ahead of ours; none where both go right.</summary>
    public TimeSpan Ahead { get; init; }

    /// <summary>The ledger's last states of deals and of appointments then: what comes behind is this run's own, or news.</summary>
    public long DealMark { get; init; }

    public long AppointmentMark { get; init; }

    /// <summary>From when on appointments are compared, by when they begin.</summary>
    public DateTimeOffset From { get; init; }

    public DateTimeOffset Until { get; init; }

    /// <summary>Behind which deal the listing goes on, in JSON.</summary>
    public string? SearchAfter { get; init; }

    /// <summary>How many the listing had so far, of deals and then of appointments.</summary>
    public int Listed { get; init; }

    /// <summary>The deals of the last page: one that has no others is the same again.</summary>
    public IReadOnlyList<string> LastPage { get; init; } = [];

    /// <summary>Whether the listing was begun a second time.</summary>
    public bool IsSecondListing { get; init; }

    public IReadOnlyList<string> Calendars { get; init; } = [];

    /// <summary>The calendar that is read, and from when on.</summary>
    public int Calendar { get; init; }

    public DateTimeOffset ReadFrom { get; init; }

    /// <summary>What is asked for next by its id. Set down before, for what was noted of it would hide it after a stop.</summary>
    public IReadOnlyList<string> Pending { get; init; } = [];

    /// <summary>Whether nothing is to be asked for but that.</summary>
    public bool HasAllPending { get; init; }

    /// <summary>The last that was asked for by its id, in the order of its phase.</summary>
    public string After { get; init; } = "";

    /// <summary>What the ledger has of what is compared now, counted before anything is asked for by its id.</summary>
    public HeldCounts? Held { get; init; }

    /// <summary>What was answered and could not be read: kind and id, each once.</summary>
    public IReadOnlyList<string> Unread { get; init; } = [];

    /// <summary>Stages of the tenant's pipelines that its settings do not name.</summary>
    public IReadOnlyList<UnknownStage> UnknownStages { get; init; } = [];

    /// <summary>The ids of a kind that could not be read.</summary>
    public string[] UnreadOf(string kind) => [.. Unread.Where(key => key.StartsWith($"{kind} ", StringComparison.Ordinal)).Select(key => key[(kind.Length + 1)..])];

    public GoHighLevelCursor WithUnread(string kind, IEnumerable<string> ids) => this with { Unread = [.. Unread.Union(ids.Select(id => $"{kind} {id}"))] };
}
