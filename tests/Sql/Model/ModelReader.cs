using Npgsql;
using NpgsqlTypes;
using Plumbline.Tests.Support;

namespace Plumbline.Tests.Sql.Model;

/// <summary>What the views answer to the questions of many cases. Planning them takes a second: it is done once a statement, on one connection.</summary>
internal sealed class ModelReader(NpgsqlConnection connection) : IAsyncDisposable
{
    /// <summary>What a statement reads from: a row a question, in this order.</summary>
    public const string Questions = "unnest($1, $2, $3, $4, $5, $6, $7, $8) as q (number, tenant_id, from_day, to_day, filter, by, kpi, funnel_by)";

    // Tables are small, and empty when the plan is made: without this it would read them whole ever after.
    private const string Settings = """
        set plan_cache_mode = 'force_generic_plan';
        set enable_seqscan = off;
        set jit = off;
        """;

    private const string Session = """
        select set_config('app.tenant_ids', $1, true), set_config('app.as_of', $2, true), set_config('app.now', $3, true)
        """;

    private static readonly NpgsqlDbType[] Types =
        [NpgsqlDbType.Integer, NpgsqlDbType.Uuid, NpgsqlDbType.Date, NpgsqlDbType.Date, NpgsqlDbType.Jsonb, NpgsqlDbType.Text, NpgsqlDbType.Text, NpgsqlDbType.Text];

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    public static async Task<ModelReader> OpenAsync(LedgerDatabase ledger)
    {
        var connection = await ledger.App.OpenConnectionAsync(Cancel);
        await using var settings = new NpgsqlCommand(Settings, connection);
        await settings.ExecuteNonQueryAsync(Cancel);
        return new ModelReader(connection);
    }

    /// <param name="sql">Over <see cref="Questions"/>; its first column is the question's number.</param>
    /// <returns>Of each case and each of its questions the rows.</returns>
    public async Task<List<T>[][]> ReadAsync<T>(string sql, IReadOnlyList<ModelCase> cases, WrittenCases written, DateTimeOffset now, Func<NpgsqlDataReader, T> map)
    {
        var answers = cases.Select(story => story.Questions.Select(_ => new List<T>()).ToArray()).ToArray();
        for (var part = 0; part < ModelCase.Parts; part++)
        {
            var asked = cases.SelectMany((story, i) => story.Questions.Select((question, j) => (Tenant: written.Tenants[i], Question: question, Answer: answers[i][j])))
                .Where(one => one.Question.Part == part).ToList();
            await using var transaction = await connection.BeginTransactionAsync(Cancel);
            await ExecuteAsync(Session, $"{{{string.Join(',', written.Tenants)}}}", written.Snapshots[part], now.ToString("O"));

            await using var command = new NpgsqlCommand(sql, connection);
            Array[] columns =
            [
                Enumerable.Range(0, asked.Count).ToArray(), asked.Select(one => one.Tenant).ToArray(), asked.Select(one => one.Question.From).ToArray(),
                asked.Select(one => one.Question.To).ToArray(), asked.Select(one => one.Question.Filter).ToArray(), asked.Select(one => one.Question.By).ToArray(),
                asked.Select(one => one.Question.Kpi).ToArray(), asked.Select(one => one.Question.FunnelBy).ToArray(),
            ];
            foreach (var (column, type) in columns.Zip(Types))
            {
                command.Parameters.Add(new NpgsqlParameter { NpgsqlDbType = NpgsqlDbType.Array | type, Value = column });
            }

            await command.PrepareAsync(Cancel);
            await using var row = await command.ExecuteReaderAsync(Cancel);
            while (await row.ReadAsync(Cancel))
            {
                asked[row.GetInt32(0)].Answer.Add(map(row));
            }
        }

        return answers;
    }

    public ValueTask DisposeAsync() => connection.DisposeAsync();

    private async Task ExecuteAsync(string sql, params string[] parameters)
    {
        await using var command = new NpgsqlCommand(sql, connection);
        foreach (var value in parameters)
        {
            command.Parameters.Add(new NpgsqlParameter { Value = value });
        }

        await command.ExecuteNonQueryAsync(Cancel);
    }
}
