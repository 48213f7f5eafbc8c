using Plumbline.Platform;
using Plumbline.Tenants;

namespace Plumbline.Snapshots;

/// <summary>
/// The rows behind some KPIs at several points, and which of them differ. A statement sees one point only: each point's rows
/// are kept in a temporary table, and nothing but what differs leaves the database.
/// </summary>
internal sealed class PointRows(TenantSession session) : IAsyncDisposable
{
    private const string CreateTables = """
        create temporary table if not exists point_rows (
            point int, term text, currency text, fact_table text, fact_seq bigint, first_entity text, last_entity text,
            occurred_at timestamptz, local_date date, value numeric
        ) on commit drop;
        create temporary table if not exists changed_rows (
            cause int, term text, currency text, fact_table text, fact_seq bigint, occurred_at timestamptz, local_date date, before numeric, after numeric
        ) on commit drop;
        truncate point_rows, changed_rows
        """;

    // Two rows may have one key: a deal that changes hands leaves one pipeline and enters another.
    private const string InsertPoint = """
        insert into point_rows (point, term, currency, fact_table, fact_seq, first_entity, last_entity, occurred_at, local_date, value)
        select $1, r.term, r.currency, r.fact_table, r.fact_seq, min(r.entity), max(r.entity), min(r.occurred_at), min(r.local_date), sum(r.value)
        from report.term_rows($2, $3, $4, $5) as r
        group by r.term, r.currency, r.fact_table, r.fact_seq
        """;

    private const string InsertChanges = """
        insert into changed_rows (cause, term, currency, fact_table, fact_seq, occurred_at, local_date, before, after)
        select
            $1, term, currency, fact_table, fact_seq, min(occurred_at), min(local_date),
            sum(value) filter (where point = $2), sum(value) filter (where point = $3)
        from point_rows
        where point in ($2, $3)
        group by term, currency, fact_table, fact_seq
        having sum(value) filter (where point = $2) is distinct from sum(value) filter (where point = $3)
            or min(first_entity) filter (where point = $2) is distinct from min(first_entity) filter (where point = $3)
            or min(last_entity) filter (where point = $2) is distinct from min(last_entity) filter (where point = $3)
        """;

    // A term that stands elsewhere in the definition: all its rows count otherwise.
    private const string Changes = """
        with figures as (
            select kpi, currency
            from unnest($1::text[], $2::text[]) as f (kpi, currency)
        ),

        terms as (
            select kpi, term, was_there, is_there
            from unnest($3::text[], $4::text[], $5::boolean[], $6::boolean[]) as t (kpi, term, was_there, is_there)
        ),

        changes as (
            select f.kpi, f.currency as figure_currency, c.cause, c.term, c.currency, c.fact_table, c.fact_seq, c.occurred_at, c.local_date, c.before, c.after
            from figures as f
            join terms as t on t.kpi = f.kpi and t.was_there is null
            join changed_rows as c on c.term = t.term and (c.currency is null or c.currency = f.currency)
            union all
            select
                f.kpi, f.currency, 0, r.term, r.currency, r.fact_table, r.fact_seq, r.occurred_at, r.local_date,
                case when t.was_there then r.value end, case when t.is_there then r.value end
            from figures as f
            join terms as t on t.kpi = f.kpi and t.was_there is not null
            join point_rows as r on r.point = $7 and r.term = t.term and (r.currency is null or r.currency = f.currency)
        )
        """;

    private const string SelectCounts = $"""
        {Changes}

        select
            kpi, figure_currency, cause, fact_table, count(*), count(*) filter (where before is null), count(*) filter (where after is null),
            count(*) filter (where coalesce(after, 0) < coalesce(before, 0))
        from changes
        group by kpi, figure_currency, cause, fact_table
        order by kpi, figure_currency, cause, fact_table
        """;

    private const string SelectRows = $"""
        {Changes},

        numbered as (
            select
                kpi, figure_currency, cause, term, currency, fact_table, fact_seq, occurred_at, local_date, before, after,
                row_number() over (partition by kpi, figure_currency order by cause, occurred_at, fact_table, fact_seq, term, currency) as place
            from changes
        ),

        page as materialized (
            select kpi, figure_currency, cause, term, currency, fact_table, fact_seq, occurred_at, local_date, before, after, place
            from numbered
            where place <= $8
        )

        select
            p.cause, p.term, p.fact_table, p.fact_seq, o.event_seq, p.occurred_at, p.local_date, p.currency, trim_scale(p.before), trim_scale(p.after),
            p.kpi, p.figure_currency
        from page as p
        left join lateral (
            select f.event_seq
            from report.fact_origins as f
            where f.tenant_id = $9 and f.fact_table = p.fact_table and f.fact_seq = p.fact_seq
            limit 1
        ) as o on true
        order by p.kpi, p.figure_currency, p.place
        """;

    private readonly PlannedStatement insertPoint = session.Plan(InsertPoint);

    public Task BeginAsync(CancellationToken cancel) => session.ExecuteAsync(CreateTables, cancel);

    /// <summary>Keeps the rows of these terms as the session sees them now.</summary>
    public Task KeepAsync(int point, Guid tenantId, string[] terms, Month month, CancellationToken cancel) =>
        insertPoint.ListAsync(_ => 0, cancel, point, tenantId, terms, month.First, month.Next.First);

    public Task CompareAsync(ChangeCause cause, int before, int after, CancellationToken cancel) =>
        session.ExecuteAsync(InsertChanges, cancel, (int)cause, before, after);

    /// <param name="redefined">Terms whose rows all count otherwise, by their rows at <paramref name="first"/>.</param>
    public Task<List<CauseRows>> CountAsync(
        IReadOnlyList<ChangedFigure> figures, IReadOnlyList<TermChange> redefined, int first, CancellationToken cancel) =>
        session.ListAsync(SelectCounts, CauseRows.Read, cancel, Parameters(figures, redefined, first));

    public Task<List<(string Kpi, string? Currency, ChangedRow Row)>> ReadAsync(
        Guid tenantId, IReadOnlyList<ChangedFigure> figures, IReadOnlyList<TermChange> redefined, int first, int limit, CancellationToken cancel) =>
        session.ListAsync(
            SelectRows, row => (row.GetString(10), row.GetOptionalText(11), ChangedRow.Read(row)), cancel,
            [.. Parameters(figures, redefined, first), limit, tenantId]);

    public ValueTask DisposeAsync() => insertPoint.DisposeAsync();

    private static object[] Parameters(IReadOnlyList<ChangedFigure> figures, IReadOnlyList<TermChange> redefined, int first)
    {
        TermChange[] terms =
        [
            .. figures.Select(figure => figure.Terms).DistinctBy(kpi => kpi.Kpi).SelectMany(kpi => kpi.Terms.Select(term => new TermChange(kpi.Kpi, term, null, null))),
            .. redefined,
        ];
        T[] Column<T>(Func<TermChange, T> value) => [.. terms.Select(value)];
        return
        [
            figures.Select(figure => figure.Terms.Kpi).ToArray(), figures.Select(figure => figure.Currency).ToArray(),
            Column(term => term.Kpi), Column(term => term.Term), Column(term => term.WasThere), Column(term => term.IsThere), first,
        ];
    }
}
