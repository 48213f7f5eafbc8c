using System.Globalization;
using System.Text.Json;
using Plumbline.Platform;

namespace Plumbline.Reconciliation.Checks;

/// <summary>What a check found.</summary>
/// <param name="Rows">The newest of it, but for what somebody has accepted as it is.</param>
/// <param name="Subjects">Of all of it.</param>
/// <param name="HasMore">Whether there is more to tell than the rows.</param>
internal sealed record CheckAnswer(IReadOnlyList<CheckRow> Rows, IReadOnlySet<string> Subjects, bool HasMore)
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
            Statement(check), row => (Subject: row.GetString(0), IsAccepted: row.GetBoolean(1), Row: row.GetOptionalText(2)), cancel,
            tenantId, check.Name, check.Severity);
        return new CheckAnswer(
            [.. all.Where(found => found.Row is not null).Select(found => JsonSerializer.Deserialize<CheckRow>(found.Row!, SnakeCase)!)],
            all.Select(found => found.Subject).ToHashSet(),
            all.Exists(found => !found.IsAccepted && found.Row is null));
    }

    private static string Statement(Check check) => $"""
        with accepted as materialized (
            select subject, severity, detail
            from staging.findings
            where tenant_id = $1 and check_name = $2 and status = 'accepted'
        ),

        found as (
            select c.subject, c.occurred_at, c.detail, to_jsonb(c) as row
            from (
        {(check.IsOfDatabase ? OfDatabase(check) : check.Sql)}
            ) as c
        ),

        judged as (
            select f.subject, f.occurred_at, f.row, a.subject is not null as is_accepted
            from found as f
            left join accepted as a on a.subject = f.subject and a.detail = f.detail and a.severity = coalesce(f.row ->> 'severity', $3)
        ),

        placed as (
            select j.subject, j.row, j.is_accepted, row_number() over (order by j.is_accepted, j.occurred_at desc nulls last, j.subject collate "C") as place
            from judged as j
        )

        select p.subject, p.is_accepted, case when not p.is_accepted and p.place <= {MostRows} then p.row::text end
        from placed as p
        order by p.place
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
