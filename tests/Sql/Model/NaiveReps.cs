namespace Plumbline.Tests.Sql.Model;

/// <summary>What people did: whatever names them as its owner.</summary>
internal static class NaiveReps
{
    // Whoever views a page is not the person responsible for them.
    public static IEnumerable<Counted> Of(Books books)
    {
        foreach (var (at, said) in books.Deals.Select(seen => (seen.At, seen.State.Tags))
            .Concat(books.Calls.Select(seen => (seen.At, seen.State.Tags)))
            .Concat(books.Events.Where(seen => seen.State is { Source: "events", Type: not "page.viewed" }).Select(seen => (seen.At, seen.State.Tags))))
        {
            if (said.OwnerId is { } owner)
            {
                yield return new Counted("active_reps", at, 1, null, NaiveTags.Fill(books, said, at), owner);
            }
        }
    }
}
