using System.Globalization;

namespace Plumbline.Tenants;

/// <summary>A calendar month. Which instants belong to it is for the tenant's time zone to say.</summary>
public readonly record struct Month(DateOnly First) : IComparable<Month>
{
    /// <summary>Reads <c>yyyy-MM</c> of the years 1900 to 9000, and nothing else.</summary>
    public static bool TryParse(string? text, out Month month)
    {
        month = default;
        if (text is not { Length: 7 } || !DateOnly.TryParseExact(text, "yyyy-MM", CultureInfo.InvariantCulture, DateTimeStyles.None, out var first)
            || first.Year is < 1900 or > 9000)
        {
            return false;
        }

        month = new Month(first);
        return true;
    }

    public static Month Of(DateOnly date) => new(new DateOnly(date.Year, date.Month, 1));

    public Month Next => new(First.AddMonths(1));

    public Month Previous => new(First.AddMonths(-1));

    public int CompareTo(Month other) => First.CompareTo(other.First);

    public override string ToString() => First.ToString("yyyy-MM", CultureInfo.InvariantCulture);

    public static bool operator <(Month left, Month right) => left.First < right.First;

    public static bool operator >(Month left, Month right) => left.First > right.First;

    public static bool operator <=(Month left, Month right) => left.First <= right.First;

    public static bool operator >=(Month left, Month right) => left.First >= right.First;
}
