using Plumbline.Webhooks.GoHighLevel;

namespace Plumbline.Reconciliation.GoHighLevel;

/// <summary>What every phase works with.</summary>
/// <param name="Reading">How answers are read.</param>
internal sealed record GoHighLevelScene(ReconciliationRun Run, GoHighLevelClient Client, GoHighLevelContext Reading)
{
    /// <summary>As many as are asked for by their ids before the cursor is saved.</summary>
    public const int Batch = 20;

    /// <summary>As many are looked for at once, since that reads all of the ledger.</summary>
    public const int MostCollected = 1000;

    /// <summary>The key of what this run appends about something.</summary>
    public string KeyOf(string what, string id) => $"pull:{what}:{id}:{Run.Id:N}";

    /// <summary>Whether GoHighLevel is believed on a field.</summary>
    public async Task<bool> OwnsAsync(string field, CancellationToken cancel)
    {
        await using var session = await Run.OpenAsync(cancel);
        return await FieldOwners.IsAsync(session, field, GoHighLevelMapper.Source, cancel);
    }

    public async Task<List<T>> ListAsync<T>(string sql, Func<Npgsql.NpgsqlDataReader, T> map, CancellationToken cancel, params object?[] parameters)
    {
        await using var session = await Run.OpenAsync(cancel);
        return await session.ListAsync(sql, map, cancel, parameters);
    }

    /// <summary>The same of what reads all of the ledger, and takes its time.</summary>
    public async Task<List<T>> ScanAsync<T>(string sql, Func<Npgsql.NpgsqlDataReader, T> map, CancellationToken cancel, params object?[] parameters)
    {
        await using var session = await Run.OpenAsync(cancel);
        session.TakeAnyTime();
        return await session.ListAsync(sql, map, cancel, parameters);
    }

    public static NewFinding Finding(string check, string subject, string severity, string detail, DateTimeOffset? occurredAt = null) =>
        new(check, subject, severity, GoHighLevelMapper.Source, detail, ReconciliationRun.Actor, occurredAt);
}
