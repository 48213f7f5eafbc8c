using Npgsql;
using Plumbline.Platform;
using Plumbline.Tenants;

namespace Plumbline.Snapshots;

/// <summary>Computes closed months anew, and where one differs at each point between its close and now. All in the session's transaction.</summary>
internal sealed class MonthComparison(TenantSession session) : IAsyncDisposable
{
    private const string SelectFrozen = """
        select kpi, currency, value, numerator, denominator
        from report.closed_month_metrics
        where tenant_id = $1 and month = $2 and revision = $3 and dimension = 'company'
        """;

    private const string SelectFigures = """
        select kpi, currency, trim_scale(value), trim_scale(numerator), trim_scale(denominator)
        from report.kpis($1, $2, $3)
        """;

    private readonly PlannedStatement selectFigures = session.Plan(SelectFigures);
    private readonly PointRows rows = new(session);

    /// <param name="told">Values told before, of which only what differs is told again; null for all that is not as it was frozen.</param>
    /// <param name="rowsPerKpi">How many rows of each figure are read; they are counted anyway.</param>
    public async Task<IReadOnlyList<ChangedKpi>> CompareAsync(
        Tenant tenant, ClosedPin month, IReadOnlyDictionary<(string Kpi, string? Currency), decimal?>? told, int rowsPerKpi, CancellationToken cancel)
    {
        var definitions = (await session.ListAsync(KpiTerms.SelectAll, KpiTerms.Read, cancel)).ToDictionary(kpi => kpi.Kpi);
        var frozen = Keyed(await session.ListAsync(SelectFrozen, Read, cancel, tenant.Id, month.Month.First, month.Revision));
        var now = await FiguresAsync(tenant, month.Month, cancel);
        var frozenKpis = frozen.Keys.Select(key => key.Kpi).ToHashSet();
        // A KPI that the month was closed without has not changed.
        var wanted = frozen.Keys.Union(now.Keys).Union(told?.Keys ?? [])
            .Where(key => frozenKpis.Contains(key.Kpi))
            .Select(key => (Key: key, Terms: definitions[key.Kpi]))
            .Select(found => (found.Key, found.Terms, Frozen: Of(frozen, found.Key, found.Terms), Now: Of(now, found.Key, found.Terms)))
            .Where(found => told is null
                ? !found.Frozen.IsStill(found.Now)
                : !PeriodFigure.AreSame(told.TryGetValue(found.Key, out var value) ? value : found.Frozen.Value, found.Now.Value))
            .OrderBy(found => found.Terms.DisplayOrder).ThenBy(found => found.Key.Currency != tenant.Currency).ThenBy(found => found.Key.Currency, StringComparer.Ordinal)
            .ToList();
        if (wanted.Count == 0)
        {
            return [];
        }

        var kpis = wanted.Select(found => found.Terms).DistinctBy(kpi => kpi.Kpi).ToList();
        var arrived = (await session.FirstAsync(ArrivedKinds.Select, ArrivedKinds.Read, cancel, tenant.Id, month.Pin.Incarnation, month.Pin.Snapshot))!;
        var redefined = arrived.Definitions ? await RedefinedAsync(kpis, month, cancel) : [];
        var terms = kpis.SelectMany(kpi => kpi.Terms).Union(redefined.Select(term => term.Term)).ToArray();

        var same = arrived.SamePoints();
        await rows.BeginAsync(cancel);
        var points = new Dictionary<(string Kpi, string? Currency), PeriodFigure>[same.Length];
        foreach (var cause in same.Distinct().Order())
        {
            var point = AsOfPoint.After(cause, month.Pin);
            await point.ApplyAsync(session, cancel);
            points[(int)cause] = point == AsOfPoint.Now ? now : await FiguresAsync(tenant, month.Month, cancel);
            await rows.KeepAsync((int)cause, tenant.Id, terms, month.Month, cancel);
        }

        for (var i = 1; i < same.Length; i++)
        {
            if (same[i] != same[i - 1])
            {
                await rows.CompareAsync((ChangeCause)i, (int)same[i - 1], (int)same[i], cancel);
            }
        }

        ChangedFigure[] figures =
        [
            .. wanted.Select(found => new ChangedFigure(
                found.Terms, found.Key.Currency, found.Frozen, [.. same.Select(cause => Of(points[(int)cause], found.Key, found.Terms))])),
        ];
        var first = (int)same[0];
        var counts = (await rows.CountAsync(figures, redefined, first, cancel)).ToLookup(count => (count.Kpi, count.Currency));
        var shown = rowsPerKpi == 0 ? [] : await rows.ReadAsync(tenant.Id, figures, redefined, first, rowsPerKpi, cancel);
        var byFigure = shown.ToLookup(row => (row.Kpi, row.Currency), row => row.Row);
        return
        [
            .. figures.Select(figure => new ChangedKpi(
                Describe(figure, tenant, month, [.. counts[(figure.Terms.Kpi, figure.Currency)]]), [.. byFigure[(figure.Terms.Kpi, figure.Currency)]])),
        ];
    }

    public async ValueTask DisposeAsync()
    {
        await selectFigures.DisposeAsync();
        await rows.DisposeAsync();
    }

    private static MonthChange Describe(ChangedFigure figure, Tenant tenant, ClosedPin month, IReadOnlyList<CauseRows> counts) => new()
    {
        Month = month.Month,
        Revision = month.Revision,
        Kpi = figure.Terms.Kpi,
        Label = figure.Terms.Label,
        GoodDirection = figure.Terms.GoodDirection,
        Currency = figure.Currency,
        Unit = figure.Terms.Unit,
        FrozenValue = figure.Frozen.Value,
        CurrentValue = figure.Current,
        DefinitionChange = figure.ChangeBy(ChangeCause.Definition),
        SettingsChange = figure.ChangeBy(ChangeCause.Settings),
        LateChange = figure.ChangeBy(ChangeCause.Late),
        AdjustmentChange = figure.ChangeBy(ChangeCause.Adjustments),
        RowCount = counts.Sum(count => count.Rows),
        Reading = ChangeReading.Of(figure, counts, month.Month, TenantCulture.Of(tenant)),
    };

    // What the KPIs were made of when the month closed, where that is another thing now.
    private async Task<IReadOnlyList<TermChange>> RedefinedAsync(List<KpiTerms> kpis, ClosedPin month, CancellationToken cancel)
    {
        await AsOfPoint.AtClose(month.Pin).ApplyAsync(session, cancel);
        var then = (await session.ListAsync(KpiTerms.SelectAll, KpiTerms.Read, cancel)).ToDictionary(kpi => kpi.Kpi);
        await AsOfPoint.Now.ApplyAsync(session, cancel);
        return
        [
            .. from kpi in kpis
               where then.ContainsKey(kpi.Kpi)
               let before = then[kpi.Kpi]
               from term in before.Terms.Union(kpi.Terms)
               where before.PlaceOf(term) != kpi.PlaceOf(term)
               select new TermChange(kpi.Kpi, term, before.PlaceOf(term) > 0, kpi.PlaceOf(term) > 0),
        ];
    }

    private static PeriodFigure Of(
        Dictionary<(string Kpi, string? Currency), PeriodFigure> figures, (string Kpi, string? Currency) key, KpiTerms terms) =>
        figures.TryGetValue(key, out var figure) ? figure : terms.Missing;

    private async Task<Dictionary<(string Kpi, string? Currency), PeriodFigure>> FiguresAsync(Tenant tenant, Month of, CancellationToken cancel) =>
        Keyed(await selectFigures.ListAsync(Read, cancel, tenant.Id, of.First, of.Next.First));

    private static Dictionary<(string Kpi, string? Currency), PeriodFigure> Keyed(List<((string Kpi, string? Currency) Key, PeriodFigure Figure)> rows) =>
        rows.ToDictionary(row => row.Key, row => row.Figure);

    private static ((string Kpi, string? Currency) Key, PeriodFigure Figure) Read(NpgsqlDataReader row) => (
        (row.GetString(0), row.GetOptionalText(1)),
        new PeriodFigure(row.GetOptional<decimal>(2), row.GetOptional<decimal>(3), row.GetOptional<decimal>(4)));
}
