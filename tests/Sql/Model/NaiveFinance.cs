namespace Plumbline.Tests.Sql.Model;

/// <summary>Finance's figures: of each the latest statement of its month, department and branch that has it.</summary>
internal static class NaiveFinance
{
    public static IEnumerable<Counted> Of(Books books)
    {
        foreach (var month in books.Finance.GroupBy(seen => (seen.State.Month, seen.State.Tags.Department, seen.State.Tags.Branch)))
        {
            var revenue = month.LastOrDefault(seen => seen.State.RevenueMinor is not null)?.State;
            if (revenue is not null)
            {
                yield return new Counted("revenue", revenue.OccurredAt, revenue.RevenueMinor!.Value, revenue.Currency, NaiveTags.Fill(books, revenue.Tags, revenue.OccurredAt));
            }

            var ebitda = month.LastOrDefault(seen => seen.State.EbitdaMinor is not null)?.State;
            if (ebitda is not null)
            {
                yield return new Counted("ebitda", ebitda.OccurredAt, ebitda.EbitdaMinor!.Value, ebitda.Currency, NaiveTags.Fill(books, ebitda.Tags, ebitda.OccurredAt));
            }
        }
    }
}
