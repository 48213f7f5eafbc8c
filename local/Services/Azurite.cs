using System.ComponentModel;
using System.Diagnostics;
using System.Globalization;
using System.Text.RegularExpressions;

namespace Plumbline.Local.Services;

/// <summary>The Azure Storage emulator, on loopback and free ports; blobs and queues survive a restart.</summary>
public sealed partial class Azurite : IAsyncDisposable
{
    private const string AccountKey = "Eby8vdM02xNOcqFlqUwJPLlmEtlCDXJ1OUzFT50uSRZ6IFsuFq2UVErCz4I6tq/K1SZFPTOtr/KBHBeksoGMGw==";

    // Detached means a session of its own: Ctrl-C reaches this program alone, which then stops Azurite last but one.
    private const string Launcher = """
        const fs = require('fs'), [log, pidFile, ...args] = process.argv.slice(1), out = fs.openSync(log, 'w');
        const child = require('child_process').spawn(process.execPath, args, { detached: true, stdio: ['ignore', out, out] });
        fs.writeFileSync(pidFile, `${child.pid}`); console.log(child.pid); child.unref();
        """;

    private static readonly TimeSpan StartPatience = TimeSpan.FromSeconds(60);
    private static readonly TimeSpan StopPatience = TimeSpan.FromSeconds(8);

    private readonly string folder;
    private readonly int pid;

    private Azurite(string folder, int pid, string connectionString)
    {
        this.folder = folder;
        this.pid = pid;
        ConnectionString = connectionString;
    }

    public string ConnectionString { get; }

    /// <param name="folder">Its data, log and pid file; one Azurite per folder.</param>
    /// <param name="progress">Told what takes time.</param>
    /// <param name="cancel">Stops what was started.</param>
    public static async Task<Azurite> StartAsync(string folder, Action<string> progress, CancellationToken cancel)
    {
        ArgumentNullException.ThrowIfNull(progress);
        folder = Path.GetFullPath(folder);
        Directory.CreateDirectory(folder);
        var script = Path.Combine(RepositoryFolder.Find(), "node_modules", "azurite", "dist", "src", "azurite.js");
        if (!File.Exists(script)) throw new LocalStartException($"Azurite was not found at {script}; run 'npm ci' in the repository's root.");

        await StopLeftoverAsync(folder);
        progress("Starting Azurite");
        var log = Path.Combine(folder, "azurite.log");
        File.Delete(log);
        cancel.ThrowIfCancellationRequested();
        var pid = await LaunchAsync(script, folder, log);
        try
        {
            var (blob, queue) = await ReadyAsync(pid, folder, log, cancel);
            return new Azurite(folder, pid,
                $"DefaultEndpointsProtocol=http;AccountName=devstoreaccount1;AccountKey={AccountKey};"
                + $"BlobEndpoint={blob}/devstoreaccount1;QueueEndpoint={queue}/devstoreaccount1;");
        }
        catch
        {
            await StopLeftoverAsync(folder);
            throw;
        }
    }

    public async ValueTask DisposeAsync()
    {
        await ProcessInspector.StopAsync(pid, StopPatience, "azurite", folder);
        File.Delete(PidFile(folder));
    }

    private static async Task<int> LaunchAsync(string script, string folder, string log)
    {
        // All three emulators are one program; nothing uses its tables.
        string[] azurite =
        [
            script, "--silent", "--location", folder, "--disableTelemetry", "--skipApiVersionCheck",
            "--blobHost", "127.0.0.1", "--queueHost", "127.0.0.1", "--tableHost", "127.0.0.1",
            "--blobPort", "0", "--queuePort", "0", "--tablePort", "0",
        ];
        var start = new ProcessStartInfo("node", ["-e", Launcher, "--", log, PidFile(folder), .. azurite]) { RedirectStandardOutput = true, WorkingDirectory = folder };
        try
        {
            using var launcher = Process.Start(start)!;
            // Quick, and not to be cancelled half-way: what it starts outlives it.
            var output = await launcher.StandardOutput.ReadLineAsync(CancellationToken.None);
            await launcher.WaitForExitAsync(CancellationToken.None);
            return int.TryParse(output, NumberStyles.None, CultureInfo.InvariantCulture, out var pid)
                ? pid
                : throw new LocalStartException("Node could not start Azurite; run 'node --version' to see whether it works.");
        }
        catch (Win32Exception e)
        {
            throw new LocalStartException("Azurite needs Node, and 'node' was not found on the PATH; install Node 20 or later.", e);
        }
    }

    private static async Task<(string Blob, string Queue)> ReadyAsync(int pid, string folder, string log, CancellationToken cancel)
    {
        for (var waited = Stopwatch.StartNew(); waited.Elapsed < StartPatience; await Task.Delay(50, cancel))
        {
            var text = File.Exists(log) ? await File.ReadAllTextAsync(log, cancel) : "";
            var services = Listening().Matches(text).ToDictionary(match => match.Groups[1].Value, match => match.Groups[2].Value);
            if (services.TryGetValue("Blob", out var blob) && services.TryGetValue("Queue", out var queue)) return (blob, queue);
            if (!ProcessInspector.IsRunning(pid, folder)) break;
        }

        throw new LocalStartException($"Azurite did not start. The end of {log}:\n{FileTail.Read(log)}");
    }

    private static async Task StopLeftoverAsync(string folder)
    {
        var file = PidFile(folder);
        if (!File.Exists(file)) return;
        if (int.TryParse(await File.ReadAllTextAsync(file), NumberStyles.None, CultureInfo.InvariantCulture, out var pid))
            await ProcessInspector.StopAsync(pid, StopPatience, "azurite", folder);
        File.Delete(file);
    }

    private static string PidFile(string folder) => Path.Combine(folder, "azurite.pid");

    [GeneratedRegex(@"Azurite (\w+) service is successfully listening at (http\S+)")]
    private static partial Regex Listening();
}
