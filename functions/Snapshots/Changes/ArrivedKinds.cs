using Npgsql;

namespace Plumbline.Snapshots;

/// <summary>Which kinds of what a figure is computed from may have come since a month closed.</summary>
internal sealed record ArrivedKinds(bool Definitions, bool Settings, bool Facts, bool Adjustments)
{
    public const string Select = "select definitions, settings, facts, adjustments from report.arrived_since($1, $2, $3::pg_snapshot)";

    public bool Any => Definitions || Settings || Facts || Adjustments;

    /// <summary>
    /// For each cause the one whose point shows the same, so that nothing is computed twice. Of the definition nobody but the
    /// figures themselves can tell: the views may have changed as well.
    /// </summary>
    public ChangeCause[] SamePoints()
    {
        bool[] arrived = [true, Settings, Facts, Adjustments];
        var same = new ChangeCause[arrived.Length];
        for (var i = 0; i < same.Length; i++)
        {
            same[i] = !arrived[(i + 1)..].Contains(true) ? ChangeCause.Adjustments : arrived[i] ? (ChangeCause)i : same[i - 1];
        }

        return same;
    }

    public static ArrivedKinds Read(NpgsqlDataReader row) => new(row.GetBoolean(0), row.GetBoolean(1), row.GetBoolean(2), row.GetBoolean(3));
}
