using System.Globalization;
using Npgsql;

namespace Plumbline.Tests.Sql.Model;

/// <summary>The conversion model: counts, rates and what is left out.</summary>
internal sealed class FunnelComparison(ModelLedger ledger, ModelReader reader)
{
    private const string Counts = $"""
        select q.number, k.dimension_value, k.stage, k.clients, k.implied, k.previous_clients, k.young, k.status
        from {ModelReader.Questions}
        cross join lateral report.funnel_counts(q.tenant_id, q.from_day, q.to_day, q.filter, q.funnel_by) as k
        """;

    private const string Rates = $"""
        select
            q.number, k.dimension_value, k.step, k.numerator, k.denominator, k.rate, k.previous_numerator, k.previous_denominator, k.previous_rate, k.status, k.is_provisional
        from {ModelReader.Questions}
        cross join lateral report.funnel_rates(q.tenant_id, q.from_day, q.to_day, q.filter, q.funnel_by) as k
        """;

    private const string Excluded = $"""
        select q.number, k.bucket, k.clients, k.previous_clients
        from {ModelReader.Questions}
        cross join lateral report.funnel_excluded(q.tenant_id, q.from_day, q.to_day, q.filter) as k
        """;

    public async Task<List<CaseDifference>> OfCohortsAsync(IReadOnlyList<ModelCase> cases, DateTimeOffset now)
    {
        var written = await ledger.WriteAsync(cases);
        var counts = await reader.ReadAsync(Counts, cases, written, now, row =>
            $"{row[1] as string} {row.GetString(2)}: {Number(row, 3)}, {Number(row, 4)}, {Number(row, 5)}, {Number(row, 6)} {row.GetString(7)}");
        var rates = await reader.ReadAsync(Rates, cases, written, now, RateOf);
        var excluded = await reader.ReadAsync(Excluded, cases, written, now, row => $"{row.GetString(1)}: {Number(row, 2)}, {Number(row, 3)}");
        return CaseDifference.Of(cases, (story, question, i, j) =>
        {
            var cohorts = new NaiveCohorts(new Books(story, question.Part, now), question);
            return
            [
                .. Compare(cohorts.Counts(), counts[i][j]), .. Compare(cohorts.Rates(), rates[i][j]), .. Compare(cohorts.Excluded(), excluded[i][j]),
            ];
        });
    }

    private static IEnumerable<string> Compare(IEnumerable<string> expected, List<string> found)
    {
        var wanted = expected.ToList();
        return
        [
            .. wanted.Except(found).Select(line => $"expected {line}"), .. found.Except(wanted).Select(line => $"   found {line}"),
            .. found.Count == wanted.Count ? Array.Empty<string>() : [$"{found.Count} rows, expected {wanted.Count}"],
        ];
    }

    // A rate is what its parts come to, and nothing over nothing: else it is told as it is.
    private static string RateOf(NpgsqlDataReader row)
    {
        var provisional = row.GetBoolean(10) ? " provisional" : "";
        if (row.GetString(9) == "not yet modeled")
        {
            return $"{row[1] as string} {row.GetString(2)}: not yet modeled{provisional}{Unlike(null, row[5] as decimal?)}";
        }

        return $"{row[1] as string} {row.GetString(2)}: {Number(row, 3)} / {Number(row, 4)}, {Number(row, 6)} / {Number(row, 7)} {row.GetString(9)}{provisional}"
            + Unlike(Quotient(row.GetInt64(3), row.GetInt64(4)), row[5] as decimal?) + Unlike(Quotient(row.GetInt64(6), row.GetInt64(7)), row[8] as decimal?);
    }

    private static decimal? Quotient(long above, long below) => below == 0 ? null : (decimal)above / below;

    private static string Unlike(decimal? expected, decimal? found) =>
        expected is null == found is null && Math.Abs((expected ?? 0) - (found ?? 0)) < 1e-9m ? "" : $" with a rate of {found?.ToString(CultureInfo.InvariantCulture) ?? "null"}";

    private static string Number(NpgsqlDataReader row, int column) => row.IsDBNull(column) ? "-" : row.GetInt64(column).ToString(CultureInfo.InvariantCulture);
}
