using System.Security.Cryptography;
using System.Text;

namespace Plumbline.Local.Services;

/// <summary>Where one server's data lies and as whom it runs; for root that is a shared place and a system user.</summary>
internal sealed record PostgresHome(string Data, string Folder, string? User)
{
    private const string Shared = "/var/lib/plumbline";
    private const string SystemUser = "nobody";

    public static string? SharedBinaries => Environment.IsPrivilegedProcess ? Path.Combine(Shared, "bin") : null;

    /// <summary>Makes the folders; as root also removes the data of origins that are gone.</summary>
    public static async Task<PostgresHome> PrepareAsync(string dataDirectory, CancellationToken cancel)
    {
        var origin = Path.GetFullPath(dataDirectory);
        var parent = Path.GetDirectoryName(origin)!;
        Directory.CreateDirectory(parent);
        if (!Environment.IsPrivilegedProcess) return new PostgresHome(origin, parent, User: null);

        await RemoveOrphansAsync();
        var name = Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(origin)))[..16];
        var home = new PostgresHome(Path.Combine(Shared, name, "data"), Path.Combine(Shared, name), SystemUser);
        // Someone deleted the origin to start afresh: what was kept here for it goes too.
        if (!Directory.Exists(origin) && Directory.Exists(home.Folder))
        {
            await EmbeddedPostgres.StopLeftoverAsync(home.Data);
            Directory.Delete(home.Folder, recursive: true);
        }

        Directory.CreateDirectory(origin);
        Directory.CreateDirectory(home.Folder);
        await File.WriteAllTextAsync(Path.Combine(origin, "README.txt"), $"Started by root, so the data is in {home.Data}\n", cancel);
        await File.WriteAllLinesAsync(OriginFile(home.Folder), [origin, $"{Environment.ProcessId}"], cancel);
        await home.OwnAsync(home.Folder, cancel);
        return home;
    }

    /// <summary>Gives a file or folder to the server's user.</summary>
    public async Task OwnAsync(string path, CancellationToken cancel)
    {
        if (User is null) return;
        var result = await CommandRunner.RunAsync("chown", [User, path], user: null, "/", cancel);
        if (result.ExitCode != 0) throw new LocalStartException($"{path} could not be given to the user {User}: {result.Output}");
    }

    private static string OriginFile(string folder) => Path.Combine(folder, "origin");

    private static async Task RemoveOrphansAsync()
    {
        if (!Directory.Exists(Shared)) return;
        foreach (var folder in Directory.EnumerateDirectories(Shared))
        {
            try
            {
                if (await File.ReadAllLinesAsync(OriginFile(folder)) is not [var origin, var owner, ..] || Directory.Exists(origin)
                    || (int.TryParse(owner, out var pid) && ProcessInspector.CommandLine(pid) is not null)) continue;
                await EmbeddedPostgres.StopLeftoverAsync(Path.Combine(folder, "data"));
                Directory.Delete(folder, recursive: true);
            }
            catch (IOException)
            {
                // Not a data folder, or another start is removing it.
            }
        }
    }
}
