namespace Plumbline.Tests.Sql.Model;

/// <summary>How a period adds a measure up.</summary>
internal enum Adding
{
    /// <summary>What occurred in it.</summary>
    Sum,

    /// <summary>What there is before its end.</summary>
    Stock,

    /// <summary>Different entities in it.</summary>
    Distinct,

    /// <summary>Different entities of the 30 days before its end.</summary>
    Recent,

    /// <summary>The middle one of the values in it.</summary>
    Median,
}
