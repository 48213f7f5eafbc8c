using System.Buffers.Text;
using System.Globalization;
using System.Text;

namespace Plumbline.Reports;

/// <summary>Where a page of rows begins: the point of the ledger and the instant the first page was read at, so that all pages are of one list.</summary>
/// <param name="Offset">How many rows stand before it.</param>
/// <param name="Hash">Of what was asked: a cursor belongs to one request.</param>
public sealed record KpiCursor(LedgerPosition AsOf, DateTimeOffset Now, long Offset, string Hash)
{
    private static readonly DateTimeOffset Earliest = new(2000, 1, 1, 0, 0, 0, TimeSpan.Zero);

    public static bool TryParse(string text, out KpiCursor? cursor)
    {
        cursor = null;
        if (!Base64Url.IsValid(text)
            || Encoding.UTF8.GetString(Base64Url.DecodeFromChars(text)).Split('.') is not ["1", var asOf, var now, var offset, var hash]
            || !LedgerPosition.TryParse(asOf, out var position)
            || !long.TryParse(now, NumberStyles.None, CultureInfo.InvariantCulture, out var ticks) || ticks < Earliest.UtcTicks || ticks > DateTimeOffset.MaxValue.UtcTicks
            || !long.TryParse(offset, NumberStyles.None, CultureInfo.InvariantCulture, out var before))
        {
            return false;
        }

        cursor = new KpiCursor(position!, new DateTimeOffset(ticks, TimeSpan.Zero), before, hash);
        return true;
    }

    public override string ToString() =>
        Base64Url.EncodeToString(Encoding.UTF8.GetBytes(string.Create(CultureInfo.InvariantCulture, $"1.{AsOf}.{Now.UtcTicks}.{Offset}.{Hash}")));
}
