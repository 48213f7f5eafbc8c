namespace Plumbline.Migrate;

/// <summary>A piece of a script, from <paramref name="Start"/> to before <paramref name="End"/>.</summary>
internal readonly record struct SqlToken(SqlTokenKind Kind, int Start, int End);
