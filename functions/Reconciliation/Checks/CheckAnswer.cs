using System.Globalization;
using System.Text.Json;
using Plumbline.Platform;

namespace Plumbline.Reconciliation.Checks;

/// <summary>What a check found.</summary>
/// <param name="Rows">The oldest of it, so that they are the same ones each time.</param>
/// <param name="Subjects">Of all of it.</param>
internal sealed record CheckAnswer(IReadOnlyList<CheckRow> Rows, IReadOnlySet<string> Subjects)
{
    /// <summary>As many as anybody will read.</summary>
    public const int MostRows = 200;

    /// <summary>So that one check does not outlast the lease of a run.</summary>
    public static readonly TimeSpan LongestTime = TimeSpan.FromSeconds(90);

    private const string LimitTime = "select set_config('statement_timeout', $1, true)";

    private static readonly JsonSerializerOptions SnakeCase = new(JsonSerializerDefaults.Web) { PropertyNamingPolicy = JsonNamingPolicy.SnakeCaseLower };

    /// <summary>Of those beyond the most that are told only the subject is read.</summary>
    public static async Task<CheckAnswer> ReadAsync(TenantSession session, Guid tenantId, Check check, CancellationToken cancel)
    {
        session.TakeAnyTime();
        await session.ExecuteAsync(LimitTime, cancel, LongestTime.TotalMilliseconds.ToString(CultureInfo.InvariantCulture));
        var all = await session.ListAsync(
            Statement(check), row => (Subject: row.GetString(0), Row: row.GetOptionalText(1)), cancel, check.IsOfDatabase ? [] : [tenantId]);
        return new CheckAnswer(
            [.. all.Where(found => found.Row is not null).Select(found => JsonSerializer.Deserialize<CheckRow>(found.Row!, SnakeCase)!)],
            all.Select(found => found.Subject).ToHashSet());
    }

    private static string Statement(Check check) => $"""
        with found as (
            select c.*, row_number() over (order by c.occurred_at, c.subject collate "C") as place
            from (
        {(check.IsOfDatabase ? OfDatabase(check) : check.Sql)}
            ) as c
        )

        select f.subject, case when f.place <= {MostRows} then to_jsonb(f)::text end
        from found as f
        order by f.place
        """;

    // Those two are read by people and tests too, and keep their columns.
    private static string OfDatabase(Check check) => $"""
        select distinct
            left(d.name || ' ' || d.problem, 500) as subject,
            d.name || ' ' || d.problem || '.' as detail,
            null::timestamptz as occurred_at,
            '[]'::jsonb as fact_rows
        from (
        {check.Sql}
        ) as d
        """;
}
