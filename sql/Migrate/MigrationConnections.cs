using System.Net.Sockets;
using Npgsql;

namespace Plumbline.Migrate;

/// <summary>Opens connections to the database being migrated, and to the one its server's logins are created in.</summary>
internal sealed class MigrationConnections
{
    private const int OldestServer = 15;
    private static readonly TimeSpan Pause = TimeSpan.FromSeconds(5);

    private readonly NpgsqlConnectionStringBuilder settings;
    private readonly Action<string> progress;
    private readonly TimeProvider time;

    public MigrationConnections(string connectionString, Action<string> progress, TimeProvider time)
    {
        (this.progress, this.time) = (progress, time);
        // The advisory lock belongs to the session, which a pool would keep open after us.
        settings = new NpgsqlConnectionStringBuilder(connectionString)
        {
            Pooling = false,
            Enlist = false,
            CommandTimeout = 0,
            IncludeErrorDetail = true,
        };
        settings.ApplicationName ??= "plumbline-migrate";
    }

    /// <summary>Asked for a password before each connection; null for the connection string's own.</summary>
    public Func<CancellationToken, Task<string>>? Password { get; init; }

    /// <summary>How long a server that cannot be reached, or is starting, is tried again.</summary>
    public TimeSpan Patience { get; init; }

    /// <param name="database">Another one of the same server; null for the one being migrated.</param>
    /// <exception cref="MigrationException">It cannot be opened, or the server is too old.</exception>
    public async Task<NpgsqlConnection> OpenAsync(CancellationToken cancel, string? database = null)
    {
        var started = time.GetTimestamp();
        while (true)
        {
            try
            {
                return await TryOpenAsync(database, cancel);
            }
            catch (MigrationException e) when (MayPass(e.InnerException) && time.GetElapsedTime(started) is var waited && waited + Pause <= Patience)
            {
                progress($"{e.Message}\n  Trying again in {Pause.TotalSeconds:0} s ({waited.TotalSeconds:0} of {Patience.TotalSeconds:0} s so far).");
                await Task.Delay(Pause, time, cancel);
            }
        }
    }

    private async Task<NpgsqlConnection> TryOpenAsync(string? database, CancellationToken cancel)
    {
        var target = new NpgsqlConnectionStringBuilder(settings.ConnectionString);
        target.Database = database ?? target.Database ?? target.Username;
        if (Password is not null)
            target.Password = await Password(cancel);
        var connection = new NpgsqlConnection(target.ConnectionString);
        try
        {
            await connection.OpenAsync(cancel);
        }
        catch (Exception e) when (e is NpgsqlException or SocketException or TimeoutException)
        {
            await connection.DisposeAsync();
            throw MigrationException.At($"Cannot open database \"{target.Database}\" on {target.Host}:{target.Port}", e);
        }
        var version = connection.PostgreSqlVersion;
        if (version.Major >= OldestServer)
            return connection;
        await connection.DisposeAsync();
        throw new MigrationException($"PostgreSQL {OldestServer} or newer is needed; this server is {version}.");
    }

    // A name that does not resolve yet, a port that is not open yet, a server that says it is starting.
    private static bool MayPass(Exception? cause) => cause is SocketException or TimeoutException or NpgsqlException { IsTransient: true };
}
