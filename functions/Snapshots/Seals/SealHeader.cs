using System.Globalization;
using Plumbline.Tenants;

namespace Plumbline.Snapshots.Seals;

/// <summary>The first lines of a manifest: what it is the seal of, and between which two points its rows came.</summary>
/// <param name="After">The pin of the seal before; null for the first, which covers everything from the beginning.</param>
/// <param name="Until">The pin of this month and revision.</param>
/// <param name="Previous">The seal before, in hexadecimal; null for the first.</param>
internal sealed record SealHeader(string Slug, Guid TenantId, Month Month, int Revision, SealPin? After, SealPin Until, string? Previous)
{
    /// <summary>How a manifest is made: a further way wants a further number.</summary>
    public const int Version = 1;

    private const string None = "-";

    public IReadOnlyList<string> Lines() =>
    [
        $"plumbline-seal {Version.ToString(CultureInfo.InvariantCulture)}",
        $"tenant {Slug} {TenantId}",
        $"month {Month}",
        $"revision {Revision.ToString(CultureInfo.InvariantCulture)}",
        $"after {SealPin.Write(After)}",
        $"until {SealPin.Write(Until)}",
        $"previous {Previous ?? None}",
    ];

    /// <exception cref="FormatException">These are not the lines of a header.</exception>
    public static SealHeader Read(IReadOnlyList<string> lines)
    {
        if (lines.Count != 7 || lines[0] != $"plumbline-seal {Version}" || lines[1].Split(' ') is not [_, var slug, var id]
            || !Guid.TryParse(id, out var tenant) || !Month.TryParse(Value(2, "month"), out var month)
            || !int.TryParse(Value(3, "revision"), NumberStyles.None, CultureInfo.InvariantCulture, out var revision)
            || SealPin.Read(Value(5, "until")) is not { } until)
        {
            throw new FormatException("It does not begin as a manifest does.");
        }

        var previous = Value(6, "previous");
        return new SealHeader(slug, tenant, month, revision, SealPin.Read(Value(4, "after")), until, previous == None ? null : previous);

        string Value(int line, string name) =>
            lines[line].StartsWith($"{name} ", StringComparison.Ordinal) ? lines[line][(name.Length + 1)..] : throw new FormatException($"Its line {line + 1} has no {name}.");
    }
}
