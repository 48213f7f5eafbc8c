using System.Globalization;
using Plumbline.Tenants;

namespace Plumbline.Snapshots;

/// <summary>Says in one plain sentence how a figure of a closed month would differ, and why; from the data alone.</summary>
internal static class ChangeReading
{
    private const string Facts = "facts that came late";

    public static string Of(ChangedFigure figure, IReadOnlyList<CauseRows> counts, Month month, CultureInfo culture)
    {
        string Write(decimal amount) => MetricFormat.Write(amount, figure.Terms.Unit, figure.Currency, culture);
        string Difference(decimal change) => MetricFormat.WriteDifference(change, figure.Terms.Unit, figure.Currency, culture);
        bool IsSeen(decimal change) => Difference(change) != Difference(0);

        var subject = $"{figure.Terms.Label} of {month.First.ToString("MMMM yyyy", culture)}";
        var causes = Enum.GetValues<ChangeCause>()
            .Select(cause => (Change: figure.ChangeBy(cause), Words: Words(cause, [.. counts.Where(count => count.Cause == cause)], culture), Rows: counts.Any(count => count.Cause == cause)))
            .Where(cause => cause.Rows || cause.Change is not (null or 0))
            .ToList();
        var why = causes.Count == 0 ? "what it is computed from" : string.Join(" and ", causes.Select(cause => cause.Words));
        var seen = causes.Where(cause => cause.Change is { } change && IsSeen(change)).ToList();
        var parts = string.Join(", ", seen.Select(cause => $"{(cause.Change < 0 ? "−" : "")}{Difference(cause.Change!.Value)} from {cause.Words}"));

        return (figure.Frozen.Value, figure.Current) switch
        {
            (null, null) => $"{subject} still cannot be told; what it is made of changed, from {why}.",
            (null, { } now) => $"{subject} could not be told and would be {Write(now)}, from {why}.",
            ({ } frozen, null) => $"{subject} was {Write(frozen)} and could not be told now, from {why}.",
            ({ } frozen, { } now) when !IsSeen(now - frozen) =>
                $"{subject} would still come to {Write(now)}" + (seen.Count > 1 ? $": {parts}." : $", though with {why}."),
            ({ } frozen, { } now) =>
                $"{subject} would be {Difference(now - frozen)} {(now > frozen ? "higher" : "lower")}"
                + (seen.Count > 1 ? $": {parts}." : $", from {(seen.Count == 1 ? seen[0].Words : why)}."),
        };
    }

    private static string Words(ChangeCause cause, CauseRows[] counts, CultureInfo culture) => cause switch
    {
        ChangeCause.Definition => "a new definition",
        ChangeCause.Settings => "changed settings",
        ChangeCause.Late => counts.Length is 1 or 2 ? string.Join(" and ", counts.Select(count => Late(count, culture)).Distinct()) : Facts,
        _ => Corrections(counts, culture),
    };

    // Payments and events count by themselves. Of states a late one also moves what others count for: how many came is not how many differ.
    private static string Late(CauseRows count, CultureInfo culture) => count.FactTable switch
    {
        "raw_payments" when count.Came == count.Rows => $"{Count(count.Rows, Movement(count), culture)} that came late",
        "raw_events" when count.Came == count.Rows => $"{Count(count.Rows, ("an event", "events"), culture)} that came late",
        "raw_ad_spend" => "late statements of ad spend",
        "finance_snapshots" => "late statements of finance",
        "raw_opportunities" => "late news of deals",
        "raw_appointments" => "late news of appointments",
        "raw_clients" => "late news of clients",
        _ => Facts,
    };

    private static (string One, string Many) Movement(CauseRows count) =>
        count.Kpi == "refunds" || count.Fell == count.Rows ? ("a refund or dispute", "refunds or disputes")
        : count.Fell == 0 ? ("a payment", "payments")
        : ("a movement of money", "movements of money");

    private static string Corrections(CauseRows[] counts, CultureInfo culture) => counts switch
    {
        [{ FactTable: "raw_payments" } voided] when voided.Went == voided.Rows => Count(voided.Rows, ("a voided payment", "voided payments"), culture),
        [{ FactTable: "adjustments" } amounts] when amounts.Came == amounts.Rows => Count(amounts.Rows, ("a correction", "corrections"), culture),
        [{ Rows: 1 }] => "a correction",
        _ => "corrections",
    };

    private static string Count(long rows, (string One, string Many) noun, CultureInfo culture) =>
        rows == 1 ? noun.One : $"{rows.ToString("N0", culture)} {noun.Many}";
}
