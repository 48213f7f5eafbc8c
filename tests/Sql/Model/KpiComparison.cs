namespace Plumbline.Tests.Sql.Model;

/// <summary>The KPIs of a company, or of each value of a tag.</summary>
internal sealed class KpiComparison(ModelLedger ledger, ModelReader reader)
{
    private const string Kpis = $"""
        select q.number, k.kpi, k.currency, k.value, k.numerator, k.denominator, k.status
        from {ModelReader.Questions}
        cross join lateral report.kpis(q.tenant_id, q.from_day, q.to_day, q.filter) as k
        """;

    private const string KpisBy = $"""
        select q.number, k.kpi, k.currency, k.value, k.numerator, k.denominator, k.status, k.dimension_value
        from {ModelReader.Questions}
        cross join lateral report.kpis_by(q.tenant_id, q.from_day, q.to_day, q.filter, q.by) as k
        """;

    public async Task<List<CaseDifference>> OfCompanyAsync(IReadOnlyList<ModelCase> cases, DateTimeOffset now)
    {
        var answers = await reader.ReadAsync(Kpis, cases, await ledger.WriteAsync(cases), now, RowOf);
        return CaseDifference.Of(cases, (story, question, i, j) =>
            Compare(NaiveKpis.Of(new NaivePeriod(new Books(story, question.Part, now), question), story.Currency), answers[i][j], story.Currency));
    }

    public async Task<List<CaseDifference>> ByTagAsync(IReadOnlyList<ModelCase> cases, DateTimeOffset now)
    {
        var answers = await reader.ReadAsync(KpisBy, cases, await ledger.WriteAsync(cases), now, row => (Value: row.GetString(7), Row: RowOf(row)));
        return CaseDifference.Of(cases, (story, question, i, j) =>
        {
            var period = new NaivePeriod(new Books(story, question.Part, now), question);
            var differences = new List<string>();
            foreach (var value in period.ValuesOf(question.By).Union(answers[i][j].Select(answer => answer.Value)))
            {
                var expected = NaiveKpis.Of(period.Only(question.By, value), story.Currency);
                var found = answers[i][j].Where(answer => answer.Value == value).Select(answer => answer.Row).ToList();
                // Where nothing is left there may be no row for it.
                if (found.Count > 0 || expected.Any(row => !row.SaysNothing))
                {
                    differences.AddRange(Compare(expected, found, story.Currency).Select(difference => $"{question.By} {value}: {difference}"));
                }
            }

            return differences;
        });
    }

    private static KpiRow RowOf(Npgsql.NpgsqlDataReader row) =>
        new(row.GetString(1), row[2] as string, row[3] as decimal?, row[4] as decimal?, row[5] as decimal?, row.GetString(6));

    private static List<string> Compare(List<KpiRow> expected, List<KpiRow> found, string currency)
    {
        var differences = new List<string>();
        foreach (var key in expected.Concat(found).Select(row => (row.Kpi, row.Currency)).Distinct())
        {
            var wanted = expected.SingleOrDefault(row => (row.Kpi, row.Currency) == key);
            var got = found.Where(row => (row.Kpi, row.Currency) == key).ToList();
            // Money always says that there was none, in the tenant's own currency; else nothing may be said in any, or in none.
            var mayBeSilent = (wanted ?? got[0]).SaysNothing && !(key.Currency == currency && NaiveKpis.IsMoney(key.Kpi));
            if (got.Count > 1 || (!mayBeSilent && (got.Count == 0 || wanted is null)) || (wanted is not null && got.Count == 1 && !got[0].IsAsGoodAs(wanted)))
            {
                differences.Add($"expected {wanted?.ToString() ?? "nothing"}\n   found {(got.Count == 0 ? "nothing" : string.Join("; ", got))}");
            }
        }

        differences.AddRange(NaiveKpis.Names.Except(found.Select(row => row.Kpi)).Select(kpi => $"{kpi} has no row"));
        return differences;
    }
}
