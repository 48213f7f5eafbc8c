namespace Plumbline.Tests.Infra;

/// <summary>docs/runbook.md, and the pages that it leads to.</summary>
internal static class Runbook
{
    public static IEnumerable<string> Pages()
    {
        var docs = Path.Combine(Bicep.Root, "docs");
        var folder = Path.Combine(docs, "runbook");
        return [File.ReadAllText(Path.Combine(docs, "runbook.md")), .. Directory.Exists(folder) ? Directory.EnumerateFiles(folder, "*.md").Select(File.ReadAllText) : []];
    }

    public static IEnumerable<string> Headings() =>
        Pages().SelectMany(page => page.Split('\n')).Where(line => line.StartsWith('#')).Select(line => line.TrimStart('#').Trim().Trim('`'));
}
