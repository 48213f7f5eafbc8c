using Npgsql;

namespace Plumbline.Migrate;

/// <summary>
/// Brings one database to a build's schema: each migration once and in its own transaction, then every view in one
/// transaction. Several migrators may start at once; they take turns.
/// </summary>
/// <param name="connectionString">Npgsql's, of a role that may create schemas and roles.</param>
/// <param name="scripts">What this build has.</param>
/// <param name="progress">Told in plain lines what happens, warnings of the scripts included.</param>
/// <param name="time">Measures and waits; what the database records is the server's time.</param>
public sealed class Migrator(
    string connectionString, MigrationScripts scripts, Action<string>? progress = null, TimeProvider? time = null)
{
    private const int Retries = 10;
    private static readonly TimeSpan FirstDelay = TimeSpan.FromMilliseconds(200);
    private static readonly TimeSpan LongestDelay = TimeSpan.FromSeconds(5);

    private readonly Action<string> progress = progress ?? (_ => { });
    private readonly TimeProvider time = time ?? TimeProvider.System;

    /// <summary>How long a statement waits for a lock before its script is undone and tried again.</summary>
    public TimeSpan LockTimeout { get; init; } = TimeSpan.FromSeconds(5);

    /// <summary>Who is to be a member of which role once the scripts have run.</summary>
    public IReadOnlyList<RoleMember> Members { get; init; } = [];

    /// <summary>Asked for a password before each connection, such as a token that expires; null for the connection string's own.</summary>
    public Func<CancellationToken, Task<string>>? Password { get; init; }

    /// <summary>How long a server that cannot be reached, or is starting, is tried again.</summary>
    public TimeSpan Patience { get; init; }

    /// <summary>The database in which logins are created for Entra principals.</summary>
    internal string MaintenanceDatabase { get; init; } = "postgres";

    /// <exception cref="MigrationException">A landed script was edited, a script failed, or the server cannot be reached.</exception>
    public async Task<MigrationResult> RunAsync(CancellationToken cancel)
    {
        var started = time.GetTimestamp();
        var applied = new List<string>();
        for (var retry = 1; ; retry++)
        {
            var before = applied.Count;
            try
            {
                await InSessionAsync(
                    (session, connections) => session.MigrateAsync(
                        LockTimeout, applied.Add, Members, () => connections.OpenAsync(cancel, MaintenanceDatabase), cancel),
                    cancel);
                return new MigrationResult(applied, scripts.Views.Count, time.GetElapsedTime(started));
            }
            catch (MigrationException e) when (e.IsTransient)
            {
                // Each script has its own tries.
                if (applied.Count > before)
                    retry = 1;
                if (retry > Retries)
                    throw;
                var delay = Delay(retry);
                progress($"{e.Message}\n  Another session was in the way; trying again in {delay.TotalSeconds:0.0} s ({retry} of {Retries}).");
                await Task.Delay(delay, time, cancel);
            }
        }
    }

    /// <summary>Reads only; takes no lock and creates nothing.</summary>
    /// <exception cref="MigrationException">The server cannot be reached, or the role may not read the migrator's tables.</exception>
    public async Task<MigrationStatus> StatusAsync(CancellationToken cancel)
    {
        MigrationStatus? status = null;
        await InSessionAsync(async (session, _) => status = await session.CompareAsync(cancel), cancel);
        return status!;
    }

    private static TimeSpan Delay(int retry)
    {
        var doubled = FirstDelay * Math.Pow(2, retry - 1);
        return doubled < LongestDelay ? doubled : LongestDelay;
    }

    // A new connection each time: PostgreSQL's errors of some classes make Npgsql close the one they came on.
    private async Task InSessionAsync(Func<MigrationSession, MigrationConnections, Task> work, CancellationToken cancel)
    {
        var connections = new MigrationConnections(connectionString, progress, time) { Password = Password, Patience = Patience };
        await using var session = new MigrationSession(await connections.OpenAsync(cancel), scripts, progress, time);
        try
        {
            await work(session, connections);
        }
        catch (NpgsqlException e)
        {
            throw MigrationException.At("The migrator", e);
        }
    }
}
