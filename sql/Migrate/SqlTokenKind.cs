namespace Plumbline.Migrate;

internal enum SqlTokenKind
{
    /// <summary>White space or a comment.</summary>
    Gap,
    Word,
    Quoted,
    DollarQuoted,

    /// <summary>A number, or one character of anything else.</summary>
    Other,
}
