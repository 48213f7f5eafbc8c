using System.Globalization;

namespace Plumbline.Reports;

/// <summary>A stage as it is drawn: a band, and below it the slope to the next one.</summary>
/// <param name="Name">What the stage is called.</param>
/// <param name="Count">How many; the words "not yet modeled" in its place.</param>
/// <param name="Kind">people, outside (counted, but not on the scale of the others) or unmodeled.</param>
/// <param name="Width">0 to 100.</param>
/// <param name="NextWidth">The next band's; null below the last, and where nothing leads on.</param>
/// <param name="Onward">The part that goes on to the next band; null where it cannot be told.</param>
public sealed record FunnelBand(string Name, string Count, string Kind, decimal Width, decimal? NextWidth, string? Onward)
{
    private const decimal Full = 100;
    private const decimal LeadWidth = 82;
    private const decimal Thinnest = 1.2m;

    /// <summary>The slope's corners, in a box of 100 by 10.</summary>
    public string? Slope => NextWidth is { } next
        ? string.Create(CultureInfo.InvariantCulture, $"{Left(Width):0.##},0 {Full - Left(Width):0.##},0 {Full - Left(next):0.##},10 {Left(next):0.##},10")
        : null;

    public string WidthInPercent => string.Create(CultureInfo.InvariantCulture, $"{Width:0.##}%");

    public static IReadOnlyList<FunnelBand> Of(IReadOnlyList<FunnelStage> stages, IReadOnlyList<FunnelRate> rates, CultureInfo culture)
    {
        var most = stages.Where(IsPeople).Max(stage => stage.Clients) ?? 0;
        var widths = new decimal[stages.Count];
        for (var i = 0; i < widths.Length; i++)
        {
            // What is not modeled keeps the width above it: nothing is known to be lost there.
            widths[i] = IsPeople(stages[i]) ? WidthOf(stages[i].Clients ?? 0, most)
                : stages[i].Stage == "visitor" || i == 0 ? Full
                : widths[i - 1];
        }

        return
        [
            .. stages.Select((stage, i) =>
            {
                var next = i + 1 < stages.Count ? stages[i + 1] : null;
                var joins = next is not null && (stage.IsModeled || stage.Stage != "visitor");
                return new FunnelBand(
                    FunnelWords.StageOf(stage.Stage),
                    stage.IsModeled ? (stage.Clients ?? 0).ToString("N0", culture) : FunnelStage.NotYetModeled,
                    !stage.IsModeled ? "unmodeled" : stage.Stage == "visitor" ? "outside" : "people",
                    widths[i],
                    joins ? widths[i + 1] : null,
                    next is { IsModeled: true } ? FunnelStep.RateInto(next.Stage, stages, rates, culture) : null);
            }),
        ];
    }

    private static bool IsPeople(FunnelStage stage) => stage.IsModeled && stage.Stage != "visitor";

    private static decimal WidthOf(long clients, long most) => clients == 0 ? 0 : Math.Max(Thinnest, LeadWidth * clients / most);

    private static decimal Left(decimal width) => (Full - width) / 2;
}
