using System.Globalization;

namespace Plumbline.Reconciliation;

/// <summary>What a reconciliation on demand is asked for.</summary>
/// <param name="Since">From this day on the sources are compared: yyyy-MM-dd in the tenant's dates, from 2000-01-01 to today. Left out, from where they have been compared completely.</param>
public sealed record ReconcileRequest(string? Since = null)
{
    private static readonly DateOnly Earliest = new(2000, 1, 1);

    internal DateOnly? SinceDay =>
        DateOnly.TryParseExact(Since, "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out var day) ? day : null;

    /// <param name="today">In the tenant's dates.</param>
    /// <returns>What is wrong with it, or null.</returns>
    internal string? Fault(DateOnly today) => Since is null || (SinceDay is { } day && day >= Earliest && day <= today) ? null
        : "since must be a day from 2000-01-01 to today, such as 2026-01-31.";
}
