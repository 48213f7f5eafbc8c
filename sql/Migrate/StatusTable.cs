using System.Globalization;
using System.Text;

namespace Plumbline.Migrate;

internal static class StatusTable
{
    private const string TimeFormat = "yyyy-MM-dd HH:mm:ss'Z'";

    public static string Render(MigrationStatus status)
    {
        var rows = status.Scripts
            .Select(script => (script.Version, script.Name, Describe(script)))
            .Append(("views", "", DescribeViews(status)))
            .Prepend(("version", "name", "state"))
            .ToList();
        var nameWidth = rows.Max(row => row.Item2.Length);
        var table = new StringBuilder();
        foreach (var (version, name, state) in rows)
            table.Append(CultureInfo.InvariantCulture, $"{version,-7}  ").Append(name.PadRight(nameWidth)).Append("  ").AppendLine(state);
        return table.ToString();
    }

    private static string Describe(ScriptStatus script) => script.State switch
    {
        ScriptState.Applied => $"applied {At(script.AppliedAt)}",
        ScriptState.Pending => "pending",
        ScriptState.Edited => $"edited after it was applied {At(script.AppliedAt)}",
        _ => $"applied {At(script.AppliedAt)}, unknown to this build",
    };

    private static string DescribeViews(MigrationStatus status) => status switch
    {
        { ViewsRebuiltAt: null } => "pending",
        { ViewsCurrent: true } => $"rebuilt {At(status.ViewsRebuiltAt)}",
        _ => $"pending (rebuilt {At(status.ViewsRebuiltAt)} by another build)",
    };

    private static string At(DateTimeOffset? at) => at!.Value.UtcDateTime.ToString(TimeFormat, CultureInfo.InvariantCulture);
}
