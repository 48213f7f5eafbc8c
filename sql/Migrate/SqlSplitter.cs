using System.Text.RegularExpressions;

namespace Plumbline.Migrate;

/// <summary>
/// Splits a script at the semicolons that end statements, as PostgreSQL's own lexer would see them. What never
/// ends (a quote, a comment) runs to the end of the script, and the server says what is wrong with it.
/// </summary>
public sealed partial class SqlSplitter
{
    private readonly string sql;
    private readonly List<SqlStatement> statements = [];
    private int at;
    private int start = -1;
    private int end;
    private int counted;
    private int line = 1;
    private int parentheses;
    private int bodyDepth;
    private string previous = "";

    private SqlSplitter(string sql) => this.sql = sql;

    public static IReadOnlyList<SqlStatement> Split(string sql)
    {
        var splitter = new SqlSplitter(sql);
        while (splitter.at < sql.Length)
            splitter.Step();
        splitter.EndStatement();
        return splitter.statements;
    }

    private void Step()
    {
        var c = sql[at];
        if (c is ' ' or '\t' or '\n' or '\r' or '\f' or '\v')
            at++;
        else if (Follows("--"))
            at = IndexOrEnd(sql.IndexOf('\n', at));
        else if (Follows("/*") && CommentEnd() is { } closed)
            at = closed;
        else if (c == ';' && parentheses == 0 && bodyDepth == 0)
        {
            EndStatement();
            at++;
        }
        else
            Token(c);
    }

    private void Token(char c)
    {
        if (start < 0)
            start = at;
        var word = "";
        if (Follows("/*"))
            at = sql.Length;
        else if (c is '\'' or '"')
            at = QuoteEnd(at + 1, c);
        else if (c == '$' && DollarTag().Match(sql, at) is { Success: true } tag)
            at = IndexOrEnd(sql.IndexOf(tag.Value, at + tag.Length, StringComparison.Ordinal), tag.Length);
        else if (Word().Match(sql, at) is { Success: true } match)
        {
            at += match.Length;
            if (match.Value is "e" or "E" && Follows("'"))
                at = EscapedQuoteEnd(at + 1);
            else
                word = match.Value.ToLowerInvariant();
        }
        else if (Number().Match(sql, at) is { Success: true } number)
            at += number.Length;
        else
        {
            parentheses = c switch { '(' => parentheses + 1, ')' => Math.Max(0, parentheses - 1), _ => parentheses };
            at++;
        }
        CountBody(word);
        previous = c == '.' ? "." : previous == "." ? "" : word;
        end = at;
    }

    // A function body from `begin atomic` to its `end` holds semicolons of its own; a `case` inside has an `end` too.
    // After a dot or `as` these words are names.
    private void CountBody(string word)
    {
        if (bodyDepth == 0 && parentheses == 0 && previous == "begin" && word == "atomic")
            bodyDepth = 1;
        else if (bodyDepth > 0 && previous is not ("." or "as"))
            bodyDepth += word switch { "case" => 1, "end" => -1, _ => 0 };
    }

    private void EndStatement()
    {
        if (start >= 0)
        {
            line += sql.AsSpan(counted, start - counted).Count('\n');
            counted = start;
            statements.Add(new SqlStatement(sql[start..end], line));
        }
        (start, parentheses, bodyDepth, previous) = (-1, 0, 0, "");
    }

    private bool Follows(string text) => string.CompareOrdinal(sql, at, text, 0, text.Length) == 0;

    private int IndexOrEnd(int index, int length = 0) => index < 0 ? sql.Length : index + length;

    private int? CommentEnd()
    {
        var depth = 0;
        for (var i = at; i + 1 < sql.Length; i++)
        {
            var (first, second) = (sql[i], sql[i + 1]);
            if ((first, second) is not (('/', '*') or ('*', '/')))
                continue;
            depth += first == '/' ? 1 : -1;
            i++;
            if (depth == 0)
                return i + 1;
        }
        return null;
    }

    // A doubled quote closes and opens again, which splits nothing differently.
    private int QuoteEnd(int from, char quote) => IndexOrEnd(sql.IndexOf(quote, from), 1);

    private int EscapedQuoteEnd(int from)
    {
        for (var i = from; i < sql.Length; i++)
        {
            if (sql[i] == '\\')
                i++;
            else if (sql[i] == '\'' && EscapedContinuation().Match(sql, i + 1) is { Success: true } more)
                i += more.Length;
            else if (sql[i] == '\'')
                return i + 1;
        }
        return sql.Length;
    }

    [GeneratedRegex(@"\G\$([A-Za-z_\u0080-\uFFFF][A-Za-z0-9_\u0080-\uFFFF]*)?\$")]
    private static partial Regex DollarTag();

    [GeneratedRegex(@"\G[A-Za-z_\u0080-\uFFFF][A-Za-z0-9_$\u0080-\uFFFF]*")]
    private static partial Regex Word();

    [GeneratedRegex(@"\G[0-9][0-9A-Za-z_.]*")]
    private static partial Regex Number();

    // Another quote at once is an escaped one; after a line break it continues the same string.
    [GeneratedRegex(@"\G([ \t\f\v]*(--[^\n]*)?\n([ \t\f\v\r\n]|--[^\n]*\n)*)?'")]
    private static partial Regex EscapedContinuation();
}
