using System.Text.RegularExpressions;

namespace Plumbline.Migrate;

/// <summary>One statement of a script, without its semicolon and the comments around it, and the line it starts on (from 1).</summary>
public sealed partial record SqlStatement(string Text, int Line)
{
    public bool ControlsTransaction => TransactionControl().IsMatch(Text);

    /// <summary>The script's line of PostgreSQL's error position, which counts code points from 1; 0 is no position.</summary>
    public int LineAt(int position)
    {
        var line = Line;
        foreach (var rune in Text.EnumerateRunes())
        {
            if (--position <= 0)
                break;
            if (rune.Value == '\n')
                line++;
        }
        return line;
    }

    [GeneratedRegex(
        @"\A(begin|commit|end|abort|start\s+transaction|prepare\s+transaction|rollback(?!\s+((work|transaction)\s+)?to\b))\b",
        RegexOptions.IgnoreCase | RegexOptions.CultureInvariant | RegexOptions.ExplicitCapture)]
    private static partial Regex TransactionControl();
}
