using System.Text;
using System.Text.RegularExpressions;

namespace Plumbline.Migrate;

/// <summary>
/// What a script does, without what it says about itself: comments, statements that only comment and the way lines are
/// broken are left out, so that two texts that differ in nothing else come to the same.
/// </summary>
public static partial class SqlBody
{
    private const RegexOptions Ignoring = RegexOptions.IgnoreCase | RegexOptions.CultureInvariant | RegexOptions.ExplicitCapture;

    public static string Of(string script) =>
        string.Join(";\n", SqlSplitter.Split(script).Select(statement => Compact(statement.Text)).Where(text => !OnlyComments(text)));

    private static string Compact(string sql)
    {
        // The body of a function is code, whose comments are comments too; any other quote is data.
        var isCode = HoldsCode().IsMatch(sql);
        var compact = new StringBuilder();
        var gap = false;
        foreach (var (kind, start, end) in SqlLexer.Read(sql))
        {
            if (kind == SqlTokenKind.Gap)
            {
                gap = true;
                continue;
            }
            if (gap && compact.Length > 0 && !Hugs(compact[^1]) && !Hugs(sql[start]))
                compact.Append(' ');
            gap = false;
            if (kind == SqlTokenKind.DollarQuoted && isCode)
                AppendCode(compact, sql[start..end]);
            else
                compact.Append(sql, start, end - start);
        }
        return compact.ToString();
    }

    private static void AppendCode(StringBuilder compact, string quoted)
    {
        var tag = quoted[..(quoted.IndexOf('$', 1) + 1)];
        if (quoted.Length >= 2 * tag.Length && quoted.EndsWith(tag, StringComparison.Ordinal))
            compact.Append(tag).Append(Compact(quoted[tag.Length..^tag.Length])).Append(tag);
        else
            compact.Append(quoted);
    }

    // Lines are broken beside these, where white space never means anything.
    private static bool Hugs(char c) => c is '(' or ')' or ',' or ';';

    private static bool OnlyComments(string compact) =>
        CommentOn().IsMatch(compact) || (Do().IsMatch(compact) && Deed().Count(compact) == DeedOfCommenting().Count(compact));

    [GeneratedRegex(@"\A(create\s+(or\s+replace\s+)?(function|procedure)|do)\b", Ignoring)]
    private static partial Regex HoldsCode();

    [GeneratedRegex(@"\Acomment on\b", Ignoring)]
    private static partial Regex CommentOn();

    [GeneratedRegex(@"\Ado\b", Ignoring)]
    private static partial Regex Do();

    [GeneratedRegex(@"\b(execute|perform|call|insert|update|delete|merge|truncate|create|alter|drop|grant|revoke|set)\b", Ignoring)]
    private static partial Regex Deed();

    [GeneratedRegex(@"\bexecute format\('comment on\b", Ignoring)]
    private static partial Regex DeedOfCommenting();
}
