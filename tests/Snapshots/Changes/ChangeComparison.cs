using Npgsql;
using Plumbline.Platform;
using Plumbline.Reports;
using Plumbline.Snapshots;
using Plumbline.Tenants;
using Plumbline.Tests.Platform;
using Plumbline.Tests.Sql.Model;
using Plumbline.Tests.Support;

namespace Plumbline.Tests.Snapshots;

/// <summary>A month of each history, closed after its first part: what changed since, by the views and by counting one by one.</summary>
internal sealed class ChangeComparison(LedgerDatabase ledger)
{
    private const string Freeze = """
        insert into frozen.months (tenant_id, month, revision, frozen_by, reason, snapshot, definitions_version, time_zone, starts_at, ends_at, status)
        select m.tenant_id, m.month, 1, 'test', 'test', $3::pg_snapshot, (select max(seq) from config.kpi_definitions), 'UTC', m.month, m.month + interval '1 month', 'final'
        from unnest($1::uuid[], $2::date[]) as m (tenant_id, month)
        """;

    private const string FreezeFigures = """
        insert into frozen.month_metrics (tenant_id, month, revision, kpi, currency, unit, value, numerator, denominator, status, reading, display_order)
        select m.tenant_id, m.month, 1, k.kpi, k.currency, k.unit, k.value, k.numerator, k.denominator, 'final', 'test', 1
        from unnest($1::uuid[], $2::date[]) as m (tenant_id, month)
        cross join lateral report.kpis(m.tenant_id, m.month, (m.month + interval '1 month')::date) as k
        """;

    // Small tables, and empty when the plan is made.
    private const string Prepare = """
        select set_config('app.tenant_ids', $1, true), set_config('plan_cache_mode', 'force_generic_plan', true), set_config('enable_seqscan', 'off', true)
        """;

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    /// <summary>How many figures differed, in how many ways by each cause: a test that sees none of one shows nothing.</summary>
    public Dictionary<ChangeCause, int> Seen { get; } = Enum.GetValues<ChangeCause>().ToDictionary(cause => cause, _ => 0);

    public async Task<List<CaseDifference>> OfMonthAsync(IReadOnlyList<ModelCase> cases, DateTimeOffset now)
    {
        var written = await new ModelLedger(ledger).WriteAsync(cases);
        var months = cases.Select(story => MonthOf(story, now)).ToArray();
        await FreezeAsync(written, months, now);
        LedgerPosition.TryParse(written.Snapshots[0], out var pin).ShouldBeTrue();

        await using var session = await new Database(ledger.App, new ManualTime(now)).OpenAsync(written.Tenants[0], Cancel);
        await session.ExecuteAsync(Prepare, Cancel, $"{{{string.Join(',', written.Tenants)}}}");
        await using var comparison = new MonthComparison(session);
        var differences = new List<CaseDifference>();
        foreach (var (i, story) in cases.Index())
        {
            var found = await comparison.CompareAsync(
                TenantOf(written.Tenants[i], story), new ClosedPin(months[i], 1, now, "test", pin!), told: null, int.MaxValue, Cancel);
            var question = story.Questions[0] with { From = months[i].First, To = months[i].Next.First, Tag = null, Value = null };
            if (Differences(story, question, now, found) is { Count: > 0 } wrong)
            {
                differences.Add(new CaseDifference(story, question, wrong));
            }
        }

        return differences;
    }

    private List<string> Differences(ModelCase story, Question question, DateTimeOffset now, IReadOnlyList<ChangedKpi> found)
    {
        var periods = Enum.GetValues<ChangeCause>().Select(cause => new NaivePeriod(BooksAfter(cause, story, now), question)).ToArray();
        var figures = periods.Select(period => NaiveKpis.Of(period, story.Currency).ToDictionary(row => (row.Kpi, row.Currency), row => new PeriodFigure(row.Value, row.Numerator, row.Denominator))).ToArray();
        var differences = new List<string>();
        foreach (var key in figures.SelectMany(rows => rows.Keys).Union(found.Select(kpi => (kpi.Change.Kpi, kpi.Change.Currency))))
        {
            var points = figures.Select(rows => rows.TryGetValue(key, out var row) ? row : Missing(key.Kpi, figures)).ToArray();
            var changed = found.SingleOrDefault(kpi => (kpi.Change.Kpi, kpi.Change.Currency) == key);
            if (points[0].IsStill(points[^1]) == (changed is not null))
            {
                differences.Add($"{key} {(changed is null ? "is not told" : "is told")}: {points[0]} → {points[^1]}");
            }
            else if (changed is not null)
            {
                differences.AddRange(OfFigure(points, changed.Change).Concat(OfRows(periods, changed)).Select(difference => $"{key} {string.Join(" → ", points)}: {difference}"));
            }
        }

        return differences;
    }

    private IEnumerable<string> OfFigure(PeriodFigure[] points, MonthChange change)
    {
        decimal?[] parts = [change.DefinitionChange, change.SettingsChange, change.LateChange, change.AdjustmentChange];
        decimal?[] expected = [points[0].Value - points[0].Value, points[1].Value - points[0].Value, points[2].Value - points[1].Value, points[3].Value - points[2].Value];
        foreach (var (cause, (part, wanted)) in parts.Zip(expected).Index())
        {
            if (part is not (null or 0))
            {
                Seen[(ChangeCause)cause]++;
            }

            if (!PeriodFigure.AreSame(part, wanted))
            {
                yield return $"{(ChangeCause)cause} is {part?.ToString() ?? "null"} and not {wanted?.ToString() ?? "null"}";
            }
        }

        if (!PeriodFigure.AreSame(points[0].Value, change.FrozenValue) || !PeriodFigure.AreSame(points[^1].Value, change.CurrentValue))
        {
            yield return $"{change.FrozenValue} became {change.CurrentValue}";
        }

        if (!parts.Contains(null) && parts.Sum() != change.CurrentValue - change.FrozenValue)
        {
            yield return $"{string.Join(" + ", parts)} is not {change.CurrentValue} − {change.FrozenValue}";
        }
    }

    // What the rows of a cause add or take is what it added or took, term by term.
    private static IEnumerable<string> OfRows(NaivePeriod[] periods, ChangedKpi changed)
    {
        if (changed.Change.RowCount != changed.Rows.Count)
        {
            yield return $"{changed.Change.RowCount} rows are {changed.Rows.Count}";
        }

        foreach (var term in NaiveKpis.TermsOf(changed.Change.Kpi))
        {
            decimal SumAfter(ChangeCause cause) =>
                periods[(int)cause].Counted(term).Where(one => one.Currency is null || one.Currency == changed.Change.Currency).Sum(one => one.Value);
            foreach (var cause in new[] { ChangeCause.Settings, ChangeCause.Late, ChangeCause.Adjustments })
            {
                var rows = changed.Rows.Where(row => row.Term == term && row.Cause == ChangedRow.NameOf(cause)).ToList();
                var sum = rows.Sum(row => (row.After ?? 0) - (row.Before ?? 0));
                var expected = SumAfter(cause) - SumAfter(cause - 1);
                if (Math.Abs(sum - expected) > 1e-9m)
                {
                    yield return $"rows of {term} by {cause} are {sum} and not {expected}: {string.Join(", ", rows)}";
                }
            }
        }
    }

    private static Books BooksAfter(ChangeCause cause, ModelCase story, DateTimeOffset now)
    {
        var changes = story.Changes.Where(change => change.Part == 0 || change switch
        {
            { Settings: not null } or { Zone: not null } => cause >= ChangeCause.Settings,
            { Correction: not null } => cause >= ChangeCause.Adjustments,
            _ => cause >= ChangeCause.Late,
        });
        return new Books(story with { Changes = [.. changes] }, ModelCase.Parts, now);
    }

    private static PeriodFigure Missing(string kpi, Dictionary<(string Kpi, string? Currency), PeriodFigure>[] figures) =>
        figures.SelectMany(rows => rows).Any(row => row.Key.Kpi == kpi && row.Value.Denominator is not null) ? new PeriodFigure(null, 0, 0) : new PeriodFigure(0, 0, null);

    // One that is over.
    private static Month MonthOf(ModelCase story, DateTimeOffset now)
    {
        var (asked, running) = (Month.Of(story.Questions[0].From), Month.Of(DateOnly.FromDateTime(now.AddDays(-2).UtcDateTime)));
        return asked < running ? asked : running.Previous;
    }

    private async Task FreezeAsync(WrittenCases written, Month[] months, DateTimeOffset now)
    {
        await using var connection = await ledger.Admin.OpenConnectionAsync(Cancel);
        await using var transaction = await connection.BeginTransactionAsync(Cancel);
        var firsts = months.Select(month => month.First).ToArray();
        await connection.ListAsync(Freeze, _ => 0, Cancel, written.Tenants.ToArray(), firsts, written.Snapshots[0].Split(':', 2)[1]);
        await connection.ListAsync(
            "select set_config('app.as_of', $1, true), set_config('app.now', $2, true), set_config('jit', 'off', true), set_config('enable_seqscan', 'off', true)",
            _ => 0, Cancel, written.Snapshots[0], now.ToString("O"));
        await connection.ListAsync(FreezeFigures, _ => 0, Cancel, written.Tenants.ToArray(), firsts);
        await transaction.CommitAsync(Cancel);
    }

    private static Tenant TenantOf(Guid id, ModelCase story) => new()
    {
        Id = id,
        Slug = "test",
        Name = "Test",
        Currency = story.Currency,
        Culture = "en-US",
        FirstMonth = new Month(new DateOnly(2010, 1, 1)),
        GraceHours = 6,
        StripeAccounts = [],
        TimeZone = story.Zone,
    };
}
