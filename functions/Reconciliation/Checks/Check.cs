namespace Plumbline.Reconciliation.Checks;

/// <summary>A file of sql/checks: a query that returns no row when healthy.</summary>
/// <param name="Name">The file's, and that of its findings.</param>
/// <param name="Meaning">What it means when it finds something, for people.</param>
/// <param name="Severity">Of its findings, where a row does not say otherwise.</param>
/// <param name="Source">The system whose data it is about, where a row does not say otherwise.</param>
/// <param name="IsOfDatabase">Whether it looks at the whole database and returns name and problem; else $1 is a tenant's id.</param>
internal sealed record Check(string Name, string Meaning, string Severity, string Source, bool IsOfDatabase, string Sql)
{
    private static readonly string[] Severities = ["low", "medium", "high"];

    /// <exception cref="FormatException">Its header does not say what it has to.</exception>
    public static Check Parse(string name, string text)
    {
        var header = text.Split('\n').TakeWhile(line => line.StartsWith("--", StringComparison.Ordinal)).Select(line => line[2..].Trim()).ToList();
        var severity = Find("severity");
        var source = Find("source");
        var scope = Find("scope");
        var meaning = string.Join(' ', header.Where(line => !IsSaid(line, "severity") && !IsSaid(line, "source") && !IsSaid(line, "scope")));
        return meaning.Length > 0 && source is not null && Severities.Contains(severity) && scope is null or "database"
            ? new Check(name, meaning, severity!, source!, scope is not null, text)
            : throw new FormatException($"sql/checks/{name}.sql does not begin with what it means, its severity and its source.");

        string? Find(string key) => header.Find(line => IsSaid(line, key))?[(key.Length + 1)..].Trim();

        static bool IsSaid(string line, string key) => line.StartsWith($"{key}:", StringComparison.Ordinal);
    }
}
