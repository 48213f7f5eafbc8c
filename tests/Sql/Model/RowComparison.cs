using System.Globalization;
using Plumbline.Ledger;

namespace Plumbline.Tests.Sql.Model;

/// <summary>The rows behind a KPI: the same moments, values and tags; of a stock, whose rows are changes, the same sums.</summary>
internal sealed class RowComparison(ModelLedger ledger, ModelReader reader)
{
    private const string Rows = $"""
        select
            q.number, k.term, k.aggregation, k.currency, k.value, k.entity, k.occurred_at, k.local_date,
            k.department, k.team, k.owner_id, k.client_id, k.branch, k.source_funnel, k.utm_source, k.utm_medium, k.utm_campaign, k.utm_term, k.utm_content
        from {ModelReader.Questions}
        cross join lateral report.kpi_rows(q.tenant_id, q.kpi, q.from_day, q.to_day, q.filter) as k
        """;

    public async Task<List<CaseDifference>> OfKpiAsync(IReadOnlyList<ModelCase> cases, DateTimeOffset now)
    {
        var answers = await reader.ReadAsync(Rows, cases, await ledger.WriteAsync(cases), now, row => (
            Term: row.GetString(1), IsStock: row.GetString(2) == "stock", Date: row.GetFieldValue<DateOnly>(7),
            Counted: new Counted(row.GetString(1), row.GetFieldValue<DateTimeOffset>(6), row.GetDecimal(4), row[3] as string, new Tags
            {
                Department = row.GetString(8), Team = row.GetString(9), OwnerId = row.GetString(10), ClientId = row.GetString(11), Branch = row.GetString(12),
                SourceFunnel = row.GetString(13), UtmSource = row.GetString(14), UtmMedium = row.GetString(15), UtmCampaign = row.GetString(16),
                UtmTerm = row.GetString(17), UtmContent = row.GetString(18),
            }, row[5] as string)));
        return CaseDifference.Of(cases, (story, question, i, j) =>
        {
            var books = new Books(story, question.Part, now);
            var period = new NaivePeriod(books, question);
            var expected = new List<string>();
            foreach (var term in NaiveKpis.TermsOf(question.Kpi))
            {
                expected.AddRange(NaivePeriod.IsStock(term)
                    ? Sums(term, period.Counted(term))
                    : period.Counted(term).Select(one => Text(one, books.Clock.DateOf(one.At))));
            }

            var found = answers[i][j].Where(row => !row.IsStock).Select(row => Text(row.Counted, row.Date))
                .Concat(answers[i][j].Where(row => row.IsStock).GroupBy(row => row.Term).SelectMany(term => Sums(term.Key, term.Select(row => row.Counted)))).ToList();
            return [.. Missing(expected, found).Select(row => $"{question.Kpi} lacks {row}"), .. Missing(found, expected).Select(row => $"{question.Kpi} has {row}")];
        });
    }

    private static IEnumerable<string> Sums(string term, IEnumerable<Counted> counted) =>
        counted.GroupBy(one => one.Currency).Select(currency => (currency.Key, Sum: currency.Sum(one => one.Value))).Where(one => one.Sum != 0)
            .Select(one => $"{term} {one.Key} {one.Sum.ToString("0.######", CultureInfo.InvariantCulture)} in all");

    private static string Text(Counted one, DateOnly date) =>
        $"{one.Measure} {one.Currency} {one.Value.ToString("0.########", CultureInfo.InvariantCulture)} {one.Entity} at {one.At.UtcDateTime:O} on {date:yyyy-MM-dd}: {one.Tags}";

    // As often as it is in the one and not in the other.
    private static IEnumerable<string> Missing(IEnumerable<string> from, IEnumerable<string> rows)
    {
        var left = rows.ToList();
        return from.Where(row => !left.Remove(row)).ToList();
    }
}
