namespace Plumbline.Migrate;

/// <summary>
/// Splits a script at the semicolons that end statements, as PostgreSQL would. What never ends (a quote, a comment)
/// runs to the end of the script, and the server says what is wrong with it.
/// </summary>
public sealed class SqlSplitter
{
    private readonly string sql;
    private readonly List<SqlStatement> statements = [];
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
        foreach (var token in SqlLexer.Read(sql))
            splitter.Take(token);
        splitter.EndStatement();
        return splitter.statements;
    }

    private void Take(SqlToken token)
    {
        var c = sql[token.Start];
        if (token.Kind == SqlTokenKind.Gap)
            return;
        if (c == ';' && parentheses == 0 && bodyDepth == 0)
        {
            EndStatement();
            return;
        }
        if (start < 0)
            start = token.Start;
        parentheses = c switch { '(' => parentheses + 1, ')' => Math.Max(0, parentheses - 1), _ => parentheses };
        var word = token.Kind == SqlTokenKind.Word ? sql[token.Start..token.End].ToLowerInvariant() : "";
        CountBody(word);
        previous = c == '.' ? "." : previous == "." ? "" : word;
        end = token.End;
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
}
