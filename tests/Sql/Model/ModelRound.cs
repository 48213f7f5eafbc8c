using FsCheck;
using FsCheck.Fluent;

namespace Plumbline.Tests.Sql.Model;

/// <summary>Cases that are checked together, at one time of day.</summary>
internal sealed record ModelRound(DateTimeOffset Now, IReadOnlyList<ModelCase> Cases)
{
    private static readonly DateTimeOffset WhenAllIsOver = new(2026, 11, 20, 9, 0, 0, TimeSpan.Zero);

    /// <summary>Mostly of any times, looked back on; else in the middle of it.</summary>
    public static Gen<ModelRound> Any(int cases, params Theme[] themes) => Gen.Frequency(
        (3, from many in Gen.Elements(Era.All).SelectMany(era => CaseGenerator.Any(era, themes)).ListOf(cases)
            select new ModelRound(WhenAllIsOver, [.. many])),
        (1, from era in Gen.Elements(Era.All)
            from now in Gen.Elements(era.Moments.ToArray())
            from many in CaseGenerator.Any(era, themes).ListOf(cases)
            select new ModelRound(now, [.. many])));

    /// <summary>Not all of them: what fails is printed by itself.</summary>
    public override string ToString() => $"{Cases.Count} cases at {Now:O}";
}
