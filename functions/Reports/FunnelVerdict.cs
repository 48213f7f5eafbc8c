using System.Globalization;
using Plumbline.Snapshots;

namespace Plumbline.Reports;

/// <summary>What the funnel comes to, in two plain sentences, from the data alone.</summary>
public static class FunnelVerdict
{
    public static string Of(FunnelReport report, string period, string previous, CultureInfo culture)
    {
        var leads = report.Stages.FirstOrDefault(stage => stage.Stage == "lead");
        if (leads is not { Clients: > 0 and { } count })
        {
            return leads?.PreviousClients is > 0 and { } before
                ? $"Nobody became a lead in {period}; {Write(before, culture)} did in {previous}."
                : $"Nobody became a lead in {period}.";
        }

        var said = string.Join(' ', new[] { Outcome(report, previous, culture), Gap(report, culture) }.OfType<string>());
        return said.Length == 0 ? $"{Leads(count, culture)} came in {period}; what became of them is not yet modeled."
            // No line begins with a lone sign.
            : said.Replace(" %", "\u00a0%", StringComparison.Ordinal);
    }

    /// <summary>How many got furthest, and how that compares.</summary>
    private static string? Outcome(FunnelReport report, string previous, CultureInfo culture)
    {
        var goal = report.Rates.LastOrDefault(rate => rate is { FromStage: "lead", Rate: not null });
        if (goal is not { Numerator: { } part, Denominator: { } whole })
        {
            return null;
        }

        var did = (goal.ToStage, part) switch
        {
            ("won", 0) => "none became a customer",
            ("won", 1) => "1 became a customer",
            ("won", _) => $"{Write(part, culture)} became customers",
            ("booked", _) => $"{Write(part, culture)} booked a call",
            _ => $"{Write(part, culture)} got to {FunnelWords.InSentence(goal.ToStage)}",
        };
        var (soFar, thatOld) = goal.IsProvisional ? (" so far", " at the same age") : ("", "");
        var compared = FunnelStep.Difference(goal) switch
        {
            null => "",
            0 => $", the same as {previous}{thatOld}",
            { } difference => $", {MetricFormat.WriteDifference(difference, "ratio", null, culture)} {(difference > 0 ? "better" : "worse")} than {previous}{thatOld}",
        };
        return $"Of {Leads(whole, culture)}, {did}{soFar} ({FunnelStep.Write(goal.Rate, culture)}){compared}.";
    }

    /// <summary>The step that the most people have not taken.</summary>
    private static string? Gap(FunnelReport report, CultureInfo culture)
    {
        var widest = FunnelStep.Split(report.Stages, report.Rates).Steps
            .Where(rate => rate.FromStage != "visitor" && rate.Denominator > rate.Numerator)
            .MaxBy(rate => rate.Denominator - rate.Numerator);
        return widest is { Numerator: { } part, Denominator: { } whole }
            ? $"The widest gap is from {FunnelWords.InSentence(widest.FromStage)} to {FunnelWords.InSentence(widest.ToStage)}: "
                + $"{Write(whole - part, culture)} of {Write(whole, culture)} {(whole - part == 1 ? "has" : "have")} not taken that step."
            : null;
    }

    private static string Leads(long count, CultureInfo culture) => count == 1 ? "1 lead" : $"{Write(count, culture)} leads";

    private static string Write(long count, CultureInfo culture) => count.ToString("N0", culture);
}
