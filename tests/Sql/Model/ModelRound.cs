using FsCheck;
using FsCheck.Fluent;

namespace Plumbline.Tests.Sql.Model;

/// <summary>Cases that are checked together, at one time of day.</summary>
internal sealed record ModelRound(DateTimeOffset Now, IReadOnlyList<ModelCase> Cases)
{
    // When everything is over, and in the middle of it.
    private static readonly DateTimeOffset[] Clocks =
    [
        new(2026, 11, 20, 9, 0, 0, TimeSpan.Zero), new(2026, 11, 1, 4, 30, 0, TimeSpan.Zero), new(2026, 3, 8, 7, 0, 0, TimeSpan.Zero), new(2026, 2, 1, 0, 0, 0, TimeSpan.Zero),
        new(2018, 11, 4, 3, 0, 0, TimeSpan.Zero), new(2011, 12, 30, 9, 59, 59, TimeSpan.Zero),
    ];

    public static Gen<ModelRound> Any(int cases) =>
        from now in Gen.Elements(Clocks)
        from many in CaseGenerator.Any().ListOf(cases)
        select new ModelRound(now, [.. many]);

    /// <summary>Not all of them: what fails is printed by itself.</summary>
    public override string ToString() => $"{Cases.Count} cases at {Now:O}";
}
