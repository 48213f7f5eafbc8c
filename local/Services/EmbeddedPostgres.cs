using System.Globalization;
using System.Net;
using System.Net.Sockets;
using System.Security.Cryptography;
using Npgsql;

namespace Plumbline.Local.Services;

/// <summary>A real PostgreSQL server of this process's own, on loopback, with a password of its own.</summary>
public sealed class EmbeddedPostgres : IAsyncDisposable
{
    private const int Attempts = 3;

    private readonly PostgresBinaries binaries;
    private readonly PostgresHome home;
    private bool running = true;

    private EmbeddedPostgres(PostgresBinaries binaries, PostgresHome home, int port, string connectionString)
    {
        this.binaries = binaries;
        this.home = home;
        Port = port;
        ConnectionString = connectionString;
    }

    /// <summary>As the superuser, to the database postgres.</summary>
    public string ConnectionString { get; }

    public int Port { get; }

    /// <summary>Creates the database when it is new, starts the server and returns when it accepts connections.</summary>
    /// <exception cref="LocalStartException">The server did not start; the message holds the end of its log.</exception>
    public static async Task<EmbeddedPostgres> StartAsync(EmbeddedPostgresOptions options, Action<string> progress, CancellationToken cancel)
    {
        ArgumentNullException.ThrowIfNull(options);
        ArgumentNullException.ThrowIfNull(progress);
        var found = PostgresBinaries.Find(options.BinDirectory);
        var parent = Path.GetDirectoryName(Path.GetFullPath(options.DataDirectory))!;
        var home = await PostgresHome.PrepareAsync(options.DataDirectory, cancel);
        var binaries = found.Prepare(PostgresHome.SharedBinaries);

        await StopLeftoverAsync(home.Data);
        var passwordFile = Path.Combine(parent, "postgres-password");
        if (!Directory.Exists(home.Data) || !File.Exists(Path.Combine(home.Data, "PG_VERSION")))
        {
            progress("Creating a PostgreSQL database");
            await CreateAsync(binaries, home, passwordFile, cancel);
        }
        else if (!File.Exists(passwordFile))
        {
            throw new LocalStartException($"{passwordFile} is missing, and without it the database cannot be opened. Delete {options.DataDirectory} to start afresh.");
        }

        var password = (await File.ReadAllTextAsync(passwordFile, cancel)).Trim();
        var log = Path.Combine(parent, "postgres.log");
        var port = await RunAsync(binaries, home, options, log, progress, cancel);
        var connection = new NpgsqlConnectionStringBuilder
        {
            Host = "127.0.0.1", Port = port, Username = "postgres", Password = password, Database = "postgres",
        };
        return new EmbeddedPostgres(binaries, home, port, connection.ConnectionString);
    }

    /// <summary>Shuts down fast: sessions are ended, everything committed is on disk.</summary>
    public async Task StopAsync()
    {
        if (!running) return;
        running = false;
        foreach (var mode in (string[])["fast", "immediate"])
        {
            var result = await CommandRunner.RunAsync(
                binaries.Program("pg_ctl"), ["stop", "-D", home.Data, "-m", mode, "-w", "-t", "15"], home.User, home.Folder, CancellationToken.None);
            if (result.ExitCode == 0) return;
        }
    }

    public async ValueTask DisposeAsync() => await StopAsync();

    /// <summary>Stops the server that a crashed run left behind, and forgets one that is long gone.</summary>
    internal static async Task StopLeftoverAsync(string data)
    {
        var file = Path.Combine(data, "postmaster.pid");
        if (!File.Exists(file)) return;
        if (int.TryParse((await File.ReadAllLinesAsync(file)).FirstOrDefault(), NumberStyles.None, CultureInfo.InvariantCulture, out var pid))
            await ProcessInspector.StopAsync(pid, TimeSpan.FromSeconds(15), "postgres", data);
        // The pid in a stale file may be another program's by now, and PostgreSQL would take that one for itself.
        File.Delete(file);
    }

    private static async Task CreateAsync(PostgresBinaries binaries, PostgresHome home, string passwordFile, CancellationToken cancel)
    {
        // Made under another name: an initdb cut short leaves nothing that looks like a database.
        var draft = $"{home.Data}.new";
        var secret = $"{home.Data}.password";
        if (Directory.Exists(draft)) Directory.Delete(draft, recursive: true);
        if (Directory.Exists(home.Data)) Directory.Delete(home.Data, recursive: true);
        var password = Convert.ToHexStringLower(RandomNumberGenerator.GetBytes(24));
        try
        {
            AtomicFile.Write(secret, password, secret: true);
            await home.OwnAsync(secret, cancel);
            var result = await CommandRunner.RunAsync(
                binaries.Program("initdb"),
                ["-D", draft, "-U", "postgres", "-A", "scram-sha-256", "--pwfile", secret, "-E", "UTF8", "--locale=C", "--no-sync"],
                home.User, home.Folder, cancel);
            if (result.ExitCode != 0) throw new LocalStartException($"PostgreSQL's initdb failed:\n{result.Output}");
        }
        finally
        {
            File.Delete(secret);
        }

        await File.AppendAllTextAsync(Path.Combine(draft, "postgresql.conf"), "\ninclude 'plumbline.conf'\n", cancel);
        AtomicFile.Write(passwordFile, password, secret: true);
        Directory.Move(draft, home.Data);
    }

    private static async Task<int> RunAsync(
        PostgresBinaries binaries, PostgresHome home, EmbeddedPostgresOptions options, string log, Action<string> progress, CancellationToken cancel)
    {
        // The server's user writes its log where it may; ours is a link to it when that is elsewhere.
        var serverLog = home.User is null ? log : Path.Combine(home.Folder, "postgres.log");
        if (serverLog != log)
        {
            File.Delete(log);
            File.CreateSymbolicLink(log, serverLog);
        }

        for (var attempt = 1; ; attempt++)
        {
            var port = options.Port ?? FreePort();
            progress($"Starting PostgreSQL on port {port}");
            await File.WriteAllTextAsync(Path.Combine(home.Data, "plumbline.conf"), Configuration(options, port), cancel);
            await home.OwnAsync(Path.Combine(home.Data, "plumbline.conf"), cancel);
            File.Delete(serverLog);
            if (await StartServerAsync(binaries, home, serverLog, cancel)) return port;
            var tail = FileTail.Read(serverLog);
            if (options.Port is null && attempt < Attempts && tail.Contains("Address already in use", StringComparison.Ordinal)) continue;
            throw new LocalStartException($"PostgreSQL did not start. The end of {log}:\n{tail}");
        }
    }

    private static async Task<bool> StartServerAsync(PostgresBinaries binaries, PostgresHome home, string log, CancellationToken cancel)
    {
        try
        {
            // pg_ctl gives the server a session of its own, so that Ctrl-C reaches this program alone.
            var result = await CommandRunner.RunAsync(
                binaries.Program("pg_ctl"), ["start", "-D", home.Data, "-l", log, "-w", "-t", "60"], home.User, home.Folder, cancel);
            return result.ExitCode == 0;
        }
        catch (OperationCanceledException)
        {
            await StopLeftoverAsync(home.Data);
            throw;
        }
    }

    private static string Configuration(EmbeddedPostgresOptions options, int port)
    {
        var settings = new Dictionary<string, string>
        {
            ["listen_addresses"] = "127.0.0.1",
            ["port"] = port.ToString(CultureInfo.InvariantCulture),
            ["unix_socket_directories"] = "",
            ["max_connections"] = "200",
            ["timezone"] = "UTC",
            ["log_timezone"] = "UTC",
            ["lc_messages"] = "C",
        };
        foreach (var (name, value) in options.Settings) settings[name] = value;
        return string.Concat(settings.Select(setting => $"{setting.Key} = '{setting.Value.Replace("'", "''", StringComparison.Ordinal)}'\n"));
    }

    private static int FreePort()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        return ((IPEndPoint)listener.LocalEndpoint).Port;
    }
}
