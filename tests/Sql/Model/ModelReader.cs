using Npgsql;
using NpgsqlTypes;
using Plumbline.Tests.Support;

namespace Plumbline.Tests.Sql.Model;

/// <summary>What the views answer, to many questions at once. Planning them takes a second: it is done once, on one connection.</summary>
internal sealed class ModelReader(NpgsqlConnection connection, NpgsqlCommand kpis) : IAsyncDisposable
{
    private const string Kpis = """
        select a.number, k.kpi, k.currency, k.value, k.numerator, k.denominator, k.status
        from unnest($1, $2, $3, $4, $5) as a (number, tenant_id, from_day, to_day, filter)
        cross join lateral report.kpis(a.tenant_id, a.from_day, a.to_day, a.filter) as k
        """;

    // Tables are small, and empty when the plan is made: without this it would read them whole ever after.
    private const string Settings = """
        set plan_cache_mode = 'force_generic_plan';
        set enable_seqscan = off;
        set jit = off;
        """;

    private const string Definition = """
        insert into config.kpi_definitions (kpi, version, label, unit, good_direction, department, display_order, numerator, rule, effective_from, approved_by)
        values ($1, 1, $1, $2, 'none', 'test', 1000, $3, 'One term alone.', '2020-01-01', 'test')
        """;

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    public static async Task<ModelReader> OpenAsync(LedgerDatabase ledger)
    {
        var connection = await ledger.App.OpenConnectionAsync(Cancel);
        await using (var settings = new NpgsqlCommand(Settings, connection))
        {
            await settings.ExecuteNonQueryAsync(Cancel);
        }

        foreach (var formula in NaiveKpis.OfTerms)
        {
            await ledger.ExecuteAsync(Definition, formula.Kpi, formula.Unit, formula.Numerator);
        }

        var kpis = new NpgsqlCommand(Kpis, connection);
        foreach (var type in new[] { NpgsqlDbType.Integer, NpgsqlDbType.Uuid, NpgsqlDbType.Date, NpgsqlDbType.Date, NpgsqlDbType.Jsonb })
        {
            kpis.Parameters.Add(new NpgsqlParameter { NpgsqlDbType = NpgsqlDbType.Array | type });
        }

        await kpis.PrepareAsync(Cancel);
        return new ModelReader(connection, kpis);
    }

    /// <returns>Of each question the rows.</returns>
    public async Task<List<KpiRow>[]> ReadAsync(Guid[] tenants, string asOf, DateTimeOffset now, IReadOnlyList<(Guid Tenant, Question Question)> questions)
    {
        await using var transaction = await connection.BeginTransactionAsync(Cancel);
        await using (var settings = new NpgsqlCommand("select set_config('app.tenant_ids', $1, true), set_config('app.as_of', $2, true), set_config('app.now', $3, true)", connection, transaction))
        {
            settings.Parameters.Add(new NpgsqlParameter { Value = $"{{{string.Join(',', tenants)}}}" });
            settings.Parameters.Add(new NpgsqlParameter { Value = asOf });
            settings.Parameters.Add(new NpgsqlParameter { Value = now.ToString("O") });
            await settings.ExecuteNonQueryAsync(Cancel);
        }

        kpis.Parameters[0].Value = Enumerable.Range(0, questions.Count).ToArray();
        kpis.Parameters[1].Value = questions.Select(one => one.Tenant).ToArray();
        kpis.Parameters[2].Value = questions.Select(one => one.Question.From).ToArray();
        kpis.Parameters[3].Value = questions.Select(one => one.Question.To).ToArray();
        kpis.Parameters[4].Value = questions.Select(one => one.Question.Filter).ToArray();
        var answers = questions.Select(_ => new List<KpiRow>()).ToArray();
        await using var row = await kpis.ExecuteReaderAsync(Cancel);
        while (await row.ReadAsync(Cancel))
        {
            answers[row.GetInt32(0)].Add(new KpiRow(
                row.GetString(1), row[2] as string, row[3] as decimal?, row[4] as decimal?, row[5] as decimal?, row.GetString(6)));
        }

        return answers;
    }

    public async ValueTask DisposeAsync()
    {
        await kpis.DisposeAsync();
        await connection.DisposeAsync();
    }
}
