using System.Data;
using System.Globalization;
using Npgsql;
using Plumbline.Platform;
using Plumbline.Tenants;

namespace Plumbline.Reports;

/// <summary>The one transaction an answer is read in: everything in it saw the same point of the ledger and the same instant.</summary>
public sealed class ReportSession : IAsyncDisposable
{
    // Functions are inlined and branches left out by the values of a call: a plan for any values would read everything.
    private const string Begin = """
        select set_config('app.now', $1, true), set_config('app.as_of', $2, true), set_config('plan_cache_mode', 'force_custom_plan', true)
        """;

    private const string SelectPosition = """
        select p.incarnation, p.snapshot::text, p.is_reached, p.definitions_version, p.build, report.today($1)
        from report.position as p
        """;

    private const string SelectUnchanged = "select is_unchanged from report.is_unchanged_since($1, $2, $3::pg_snapshot)";

    private readonly TenantSession session;

    private ReportSession(TenantSession session, Tenant tenant, State state)
    {
        this.session = session;
        Tenant = tenant;
        AsOf = state.AsOf;
        DefinitionsVersion = state.DefinitionsVersion;
        Build = state.Build;
        Today = state.Today;
    }

    public Tenant Tenant { get; }

    /// <summary>What this transaction sees: of everything, or of what was asked for.</summary>
    public LedgerPosition AsOf { get; }

    /// <summary>The latest definition of a KPI as of then.</summary>
    public long DefinitionsVersion { get; }

    /// <summary>The schema and views that compute it.</summary>
    public string Build { get; }

    /// <summary>The tenant's date.</summary>
    public DateOnly Today { get; }

    /// <param name="asOf">Null for everything there is.</param>
    /// <param name="now">By which it is decided what is over.</param>
    /// <returns>Null when the ledger has not come to that point.</returns>
    public static async Task<ReportSession?> OpenAsync(
        Database database, Tenant tenant, LedgerPosition? asOf, DateTimeOffset now, CancellationToken cancel)
    {
        var session = await database.OpenAsync(tenant.Id, cancel, IsolationLevel.RepeatableRead);
        try
        {
            await session.ExecuteAsync(Begin, cancel, now.UtcDateTime.ToString("o", CultureInfo.InvariantCulture), asOf?.ToString() ?? "");
            var state = await session.FirstAsync(SelectPosition, State.Read, cancel, tenant.Id)
                ?? throw new InvalidOperationException("The database has no identity: run the migrator.");
            if (state.IsReached)
            {
                return new ReportSession(session, tenant, state);
            }

            await session.DisposeAsync();
            return null;
        }
        catch
        {
            await session.DisposeAsync();
            throw;
        }
    }

    public Task<List<T>> ListAsync<T>(string sql, Func<NpgsqlDataReader, T> map, CancellationToken cancel, params object?[] parameters) =>
        session.ListAsync(sql, map, cancel, parameters);

    /// <summary>The first row, or the type's default where there is none.</summary>
    public Task<T?> FirstAsync<T>(string sql, Func<NpgsqlDataReader, T> map, CancellationToken cancel, params object?[] parameters) =>
        session.FirstAsync(sql, map, cancel, parameters);

    /// <summary>Whether nothing of the tenant, nor of the definitions, was committed between then and this transaction.</summary>
    public Task<bool> IsUnchangedSinceAsync(LedgerPosition then, CancellationToken cancel) =>
        session.FirstAsync(SelectUnchanged, row => row.GetBoolean(0), cancel, Tenant.Id, then.Incarnation, then.Snapshot);

    public ValueTask DisposeAsync() => session.DisposeAsync();

    private sealed record State(LedgerPosition AsOf, bool IsReached, long DefinitionsVersion, string Build, DateOnly Today)
    {
        public static State Read(NpgsqlDataReader row) => new(
            new LedgerPosition(row.GetInt32(0), row.GetString(1)),
            // Before the tenant had a time zone there was nothing of it to see.
            row.GetBoolean(2) && !row.IsDBNull(5),
            row.GetInt64(3),
            row.GetString(4),
            row.GetOptional<DateOnly>(5) ?? default);
    }
}
