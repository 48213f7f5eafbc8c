using System.Text;

namespace Plumbline.Digest;

/// <summary>The digest as plain text: everything the HTML says, for those who read it so.</summary>
public static class DigestText
{
    public static string Render(DigestContent content, string? monthUrl, string? unsubscribeUrl = null)
    {
        var text = new StringBuilder()
            .Append(content.TenantName).Append('\n')
            .Append(content.MonthName).Append(content.IsProvisional ? " (provisional)" : "").Append("\n\n")
            .Append(content.Verdict).Append("\n\n");
        foreach (var row in content.Rows)
        {
            Append(text, row, content.PreviousShortName);
        }

        Append(text, content.Changes);
        text.Append(content.Revision).Append('\n').Append(content.Provenance).Append("\n\n");
        if (monthUrl is not null)
        {
            text.Append("Open ").Append(content.MonthName).Append(": ").Append(monthUrl).Append("\n\n");
        }

        text.Append(content.Why).Append('\n');
        return (unsubscribeUrl is null ? text : text.Append("Unsubscribe: ").Append(unsubscribeUrl).Append('\n')).ToString();
    }

    private static void Append(StringBuilder text, DigestRow row, string previousName)
    {
        text.Append(row.Label).Append(": ").Append(row.Value).Append('\n')
            .Append("  ").Append(previousName).Append(": ").Append(row.Previous).Append('\n')
            .Append("  Change: ").Append(row.Difference)
            .Append(row.Percent is null ? "" : $" {row.Percent}").Append(row.Judgement is null ? "" : $", {row.Judgement}").Append('\n')
            .Append("  ").Append(row.Reading).Append('\n');
        if (row.Provisional is not null)
        {
            text.Append("  Provisional: ").Append(row.Provisional).Append('\n');
        }

        text.Append('\n');
    }

    private static void Append(StringBuilder text, DigestChanges changes)
    {
        if (changes.Groups.Count == 0)
        {
            return;
        }

        text.Append("What changed in closed months\n");
        foreach (var group in changes.Groups)
        {
            text.Append('\n').Append(group.MonthName).Append('\n');
            foreach (var line in group.Lines)
            {
                text.Append("  ").Append(line.Label).Append(": ").Append(line.Was).Append(" → ").Append(line.Now).Append("\n    ").Append(line.Reading).Append('\n');
            }
        }

        text.Append(changes.LeftOutNote is { } note ? $"  {note}\n\n" : "\n");
    }
}
