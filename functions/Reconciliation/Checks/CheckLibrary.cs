namespace Plumbline.Reconciliation.Checks;

/// <summary>The files of sql/checks, which lie within the app.</summary>
internal static class CheckLibrary
{
    private const string Folder = "checks/";

    /// <summary>In the order of their names.</summary>
    public static IReadOnlyList<Check> All { get; } = [.. Names().Order(StringComparer.Ordinal).Select(Read)];

    private static IEnumerable<string> Names() =>
        typeof(CheckLibrary).Assembly.GetManifestResourceNames().Where(name => name.StartsWith(Folder, StringComparison.Ordinal));

    private static Check Read(string resource)
    {
        using var reader = new StreamReader(typeof(CheckLibrary).Assembly.GetManifestResourceStream(resource)!);
        return Check.Parse(Path.GetFileNameWithoutExtension(resource), reader.ReadToEnd());
    }
}
