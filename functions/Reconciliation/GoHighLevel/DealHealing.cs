namespace Plumbline.Reconciliation.GoHighLevel;

/// <summary>
/// What a deal's history in the ledger lacks so that it ends as the source has it, told from the only moments the source remembers:
/// since when the deal is in its stage, has its status, and is as it is altogether.
/// </summary>
internal static class DealHealing
{
    // A webhook is dated by when it was sent, and a workflow's by when it came: a change that is known so near its time is known.
    internal static readonly TimeSpan Tolerance = TimeSpan.FromMinutes(5);

    /// <param name="known">The ledger's states of the deal, in any order.</param>
    public static DealVerdict Compare(DealFields source, DealTimes times, IReadOnlyList<KnownDeal> known)
    {
        // Of those of one moment the last that came holds.
        var own = new SortedList<DateTimeOffset, KnownDeal>(known.GroupBy(state => state.At).ToDictionary(group => group.Key, group => group.MaxBy(state => state.Seq)!));
        source = source.WorthAs(own.Count == 0 ? null : own.Values[^1].Fields);
        var stageAt = EntryNear(times.StageAt, own, fields => (fields.PipelineId, fields.StageId) == (source.PipelineId, source.StageId));
        var statusAt = EntryNear(times.StatusAt, own, fields => fields.Status == source.Status);
        var updatedAt = new[] { LastNear(times.UpdatedAt, own), stageAt, statusAt }.Max();
        var candidates = Candidates(times.CreatedAt, stageAt, statusAt, updatedAt, own);

        var healing = new List<(DateTimeOffset At, DealFields Fields)>();
        var corrected = new List<CorrectedDeal>();
        DealFields? current = null;
        foreach (var at in candidates.Union(own.Keys).Order())
        {
            var here = own.GetValueOrDefault(at);
            current = here?.Fields ?? current;
            if (!candidates.Contains(at))
            {
                continue;
            }

            var right = RightAt(at, isOwn: here is not null).In(here?.Fields).WorthAs(current);
            if (right == current)
            {
                continue;
            }

            healing.Add((at, right));
            if (here is not null && DealDifference.IsContradiction(here.Fields, right))
            {
                corrected.Add(new CorrectedDeal(here, right));
            }

            current = right;
        }

        var latest = own.Count == 0 ? null : own.Values[^1].Fields;
        return new DealVerdict(
            healing.Count == 0 ? ItemOutcome.Matched : corrected.Count == 0 ? ItemOutcome.Missing : ItemOutcome.Differing,
            healing, corrected, (latest?.OpenMinor ?? 0) - source.In(latest).OpenMinor, latest?.Currency ?? source.Currency);

        DealFields RightAt(DateTimeOffset at, bool isOwn)
        {
            if (current is { IsDeleted: true } && isOwn && at < updatedAt)
            {
                return current;
            }

            var right = at >= updatedAt ? source : current is { IsDeleted: false } ? current : Before(at, own, updatedAt, source);
            right = at >= stageAt ? right with { PipelineId = source.PipelineId, StageId = source.StageId } : right;
            return at >= statusAt ? right with { Status = source.Status } : right;
        }
    }

    private static HashSet<DateTimeOffset> Candidates(
        DateTimeOffset createdAt, DateTimeOffset stageAt, DateTimeOffset statusAt, DateTimeOffset updatedAt, SortedList<DateTimeOffset, KnownDeal> own)
    {
        var first = stageAt < statusAt ? stageAt : statusAt;
        var candidates = new HashSet<DateTimeOffset>([stageAt, statusAt, updatedAt, .. own.Keys.Where(at => at >= first)]);

        // It was there before anything else is known of it.
        if (createdAt + Tolerance < first && (own.Count == 0 || own.Keys[0] > createdAt + Tolerance))
        {
            candidates.Add(createdAt);
        }

        return candidates;
    }

    // What it was before anything is known of it: open, in a stage that nobody tells, and else as it is told of the time nearest.
    private static DealFields Before(DateTimeOffset at, SortedList<DateTimeOffset, KnownDeal> own, DateTimeOffset updatedAt, DealFields source)
    {
        var next = own.Values.FirstOrDefault(state => state.At > at && state.At < updatedAt && !state.Fields.IsDeleted)?.Fields ?? source;
        return next with { PipelineId = null, StageId = null, Status = "open" };
    }

    /// <summary>When the ledger saw it come to be so, if that was about then; else the time itself.</summary>
    private static DateTimeOffset EntryNear(DateTimeOffset at, SortedList<DateTimeOffset, KnownDeal> own, Func<DealFields, bool> isSo)
    {
        if (own.ContainsKey(at))
        {
            return at;
        }

        var entries = own.Values.Where((state, index) => IsSo(state) && (index == 0 || !IsSo(own.Values[index - 1])))
            .Select(state => state.At)
            .Where(entry => (entry - at).Duration() <= Tolerance)
            .ToArray();
        return entries.Length == 0 ? at : entries.MinBy(entry => (entry - at).Duration());

        bool IsSo(KnownDeal state) => !state.Fields.IsDeleted && isSo(state.Fields);
    }

    private static DateTimeOffset LastNear(DateTimeOffset at, SortedList<DateTimeOffset, KnownDeal> own) =>
        own.ContainsKey(at) ? at : own.Keys.LastOrDefault(state => state > at && state <= at + Tolerance, at);
}
