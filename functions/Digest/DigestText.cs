using System.Text;

namespace Plumbline.Digest;

/// <summary>The digest as plain text: everything the HTML says, for those who read it so.</summary>
public static class DigestText
{
    public static string Render(DigestContent content, string? monthUrl, string? unsubscribeUrl = null)
    {
        var text = new StringBuilder()
            .Append(content.TenantName).Append(", ").Append(content.MonthName).Append("\n\n")
            .Append(content.Verdict).Append("\n\n");
        foreach (var row in content.Rows)
        {
            text.Append(row.Label).Append(": ").Append(row.Value).Append('\n')
                .Append("  ").Append(content.PreviousMonthName).Append(": ").Append(row.Previous).Append('\n')
                .Append("  Change: ").Append(row.Delta).Append(row.Judgement is null ? "" : $", {row.Judgement}").Append('\n')
                .Append("  ").Append(row.Reading).Append('\n');
            if (row.Provisional is not null)
            {
                text.Append("  Provisional: ").Append(row.Provisional).Append('\n');
            }

            text.Append('\n');
        }

        if (monthUrl is not null)
        {
            text.Append("Open the month: ").Append(monthUrl).Append("\n\n");
        }

        text.Append(content.Provenance).Append('\n');
        return (unsubscribeUrl is null ? text : text.Append("\nUnsubscribe: ").Append(unsubscribeUrl).Append('\n')).ToString();
    }
}
