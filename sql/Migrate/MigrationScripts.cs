using System.Security.Cryptography;
using System.Text;
using System.Text.RegularExpressions;

namespace Plumbline.Migrate;

/// <summary>Everything one build of the migrator would run: its migrations by version and its view files by path.</summary>
public sealed partial class MigrationScripts
{
    private static readonly UTF8Encoding StrictUtf8 = new(encoderShouldEmitUTF8Identifier: false, throwOnInvalidBytes: true);

    private MigrationScripts(IReadOnlyList<MigrationScript> migrations, IReadOnlyList<SqlScript> views)
    {
        Migrations = migrations;
        Views = views;
        ViewsChecksum = Checksum(string.Concat(views.Select(view => $"{view.Path} {Checksum(view.Text)}\n")));
    }

    /// <summary>The scripts copied beside the program when it was built.</summary>
    public static MigrationScripts Default => FromDirectory(Path.Combine(AppContext.BaseDirectory, "sql"));

    public IReadOnlyList<MigrationScript> Migrations { get; }

    public IReadOnlyList<SqlScript> Views { get; }

    public string ViewsChecksum { get; }

    /// <exception cref="MigrationException">A folder or file is missing, misnamed or not UTF-8, or two files share a version.</exception>
    public static MigrationScripts FromDirectory(string sqlRoot)
    {
        var migrations = new SortedDictionary<string, MigrationScript>(StringComparer.Ordinal);
        foreach (var (path, file) in Files(sqlRoot, "migrations", required: true))
        {
            var match = MigrationPath().Match(path);
            if (!match.Success)
            {
                throw new MigrationException(
                    $"{path} is not a migration's name: use four digits, _ and lower-case words, directly in sql/migrations, such as 0007_add_refunds.sql.");
            }
            var text = Read(path, file);
            var script = new MigrationScript(match.Groups["version"].Value, match.Groups["name"].Value, path, text, Checksum(text));
            if (!migrations.TryAdd(script.Version, script))
                throw new MigrationException($"{migrations[script.Version].Path} and {path} have the same version: renumber the one that has not landed.");
        }
        var views = Files(sqlRoot, "views", required: false)
            .Where(entry => entry.Path.EndsWith(".sql", StringComparison.Ordinal))
            .Select(entry => new SqlScript(entry.Path, Read(entry.Path, entry.File)));
        return new MigrationScripts([.. migrations.Values], [.. views]);
    }

    // Editors and Finder leave dot files behind; they are nobody's script.
    private static IEnumerable<(string Path, string File)> Files(string sqlRoot, string folder, bool required)
    {
        var root = Path.Combine(sqlRoot, folder);
        if (!Directory.Exists(root))
            return required ? throw new MigrationException($"There is no folder {root}: pass the folder that holds migrations/ and views/.") : [];
        return Directory.EnumerateFiles(root, "*", SearchOption.AllDirectories)
            .Where(file => !Path.GetFileName(file).StartsWith('.'))
            .Select(file => (Path: $"sql/{folder}/{Path.GetRelativePath(root, file).Replace('\\', '/')}", File: file))
            .OrderBy(entry => entry.Path, StringComparer.Ordinal);
    }

    // Line ends differ by checkout, not by meaning, so they count neither for checksums nor for error positions.
    private static string Read(string path, string file)
    {
        try
        {
            return StrictUtf8.GetString(File.ReadAllBytes(file)).TrimStart('\uFEFF').Replace("\r\n", "\n", StringComparison.Ordinal);
        }
        catch (DecoderFallbackException)
        {
            throw new MigrationException($"{path} is not UTF-8: save it as UTF-8.");
        }
    }

    private static string Checksum(string text) => Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(text)));

    [GeneratedRegex(@"^sql/migrations/(?<version>[0-9]{4})_(?<name>[a-z0-9]+(_[a-z0-9]+)*)\.sql\z", RegexOptions.ExplicitCapture)]
    private static partial Regex MigrationPath();
}
