namespace Plumbline.Tests.Sql.Model;

/// <summary>A tenant's history, change by change, and what is asked about it.</summary>
/// <param name="Currency">The tenant's own.</param>
/// <param name="Zone">The time zone it begins with.</param>
/// <param name="Changes">In the order in which they were made.</param>
internal sealed record ModelCase(string Currency, string Zone, IReadOnlyList<Change> Changes, IReadOnlyList<Question> Questions)
{
    /// <summary>A snapshot is taken after each part but the last.</summary>
    public const int Parts = 3;
}
