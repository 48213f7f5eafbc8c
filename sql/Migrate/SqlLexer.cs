using System.Text.RegularExpressions;

namespace Plumbline.Migrate;

/// <summary>
/// Reads a script as PostgreSQL's own lexer would, as far as quotes and comments go. What never ends (a quote, a
/// comment) is a token that runs to the end of the script.
/// </summary>
internal sealed partial class SqlLexer
{
    private readonly string sql;
    private int at;

    private SqlLexer(string sql) => this.sql = sql;

    public static IEnumerable<SqlToken> Read(string sql)
    {
        var lexer = new SqlLexer(sql);
        while (lexer.at < sql.Length)
        {
            var start = lexer.at;
            var kind = lexer.Next(sql[start]);
            yield return new SqlToken(kind, start, lexer.at);
        }
    }

    private SqlTokenKind Next(char c)
    {
        if (c is ' ' or '\t' or '\n' or '\r' or '\f' or '\v')
            return To(at + 1, SqlTokenKind.Gap);
        if (Follows("--"))
            return To(IndexOrEnd(sql.IndexOf('\n', at)), SqlTokenKind.Gap);
        if (Follows("/*"))
            return CommentEnd() is { } closed ? To(closed, SqlTokenKind.Gap) : To(sql.Length, SqlTokenKind.Other);
        if (c is '\'' or '"')
            return To(QuoteEnd(at + 1, c), SqlTokenKind.Quoted);
        if (c == '$' && DollarTag().Match(sql, at) is { Success: true } tag)
            return To(IndexOrEnd(sql.IndexOf(tag.Value, at + tag.Length, StringComparison.Ordinal), tag.Length), SqlTokenKind.DollarQuoted);
        if (Word().Match(sql, at) is { Success: true } word)
        {
            at += word.Length;
            return word.Value is "e" or "E" && Follows("'") ? To(EscapedQuoteEnd(at + 1), SqlTokenKind.Quoted) : SqlTokenKind.Word;
        }
        return To(at + (Number().Match(sql, at) is { Success: true } number ? number.Length : 1), SqlTokenKind.Other);
    }

    private SqlTokenKind To(int end, SqlTokenKind kind)
    {
        at = end;
        return kind;
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
