using System.Globalization;

namespace Plumbline.Reports;

/// <summary>A point of the ledger: what a transaction saw of it, written <c>incarnation:xmin:xmax:xip,…</c>.</summary>
/// <param name="Snapshot">A pg_snapshot.</param>
public sealed record LedgerPosition(int Incarnation, string Snapshot)
{
    private const int Longest = 4000;

    /// <summary>Reads exactly what PostgreSQL writes, so that no other text reaches a cast.</summary>
    public static bool TryParse(string text, out LedgerPosition? position)
    {
        position = null;
        if (text.Length > Longest
            || text.Split(':') is not [var incarnation, var xmin, var xmax, var running]
            || !int.TryParse(incarnation, NumberStyles.None, CultureInfo.InvariantCulture, out var life)
            || !IsTransaction(xmin, out var first)
            || !IsTransaction(xmax, out var end)
            || life < 1 || first > end)
        {
            return false;
        }

        foreach (var xip in running.Length == 0 ? [] : running.Split(','))
        {
            // Ascending, from xmin on and before xmax.
            if (!IsTransaction(xip, out var transaction) || transaction < first || transaction >= end)
            {
                return false;
            }

            first = transaction + 1;
        }

        position = new LedgerPosition(life, $"{xmin}:{xmax}:{running}");
        return true;
    }

    public override string ToString() => string.Create(CultureInfo.InvariantCulture, $"{Incarnation}:{Snapshot}");

    private static bool IsTransaction(string text, out ulong id) =>
        ulong.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out id) && id is > 0 and <= long.MaxValue && text[0] != '0';
}
