using System.Globalization;
using FsCheck;
using FsCheck.Fluent;
using Plumbline.Tests.Support;

namespace Plumbline.Tests.Sql;

/// <summary>Random histories of deals, counted by the database and by hand.</summary>
public sealed class StageConversionPropertyTests(LedgerDatabase ledger) : IClassFixture<LedgerDatabase>
{
    private static readonly DateTimeOffset Start = new(2026, 2, 20, 0, 0, 0, TimeSpan.Zero);

    // March, in which clocks change, with some days before it and after it.
    private static readonly DateOnly From = new(2026, 3, 1);
    private static readonly DateOnly To = new(2026, 4, 1);

    [Fact]
    public void Conversion_OfAnyHistory_IsWhatCountingByHandGives() =>
        Prop.ForAll(Cases().ToArbitrary(), one => Task.Run(() => CheckAsync(one)).Wait()).Check(Config.QuickThrowOnFailure.WithMaxTest(300));

    private async Task CheckAsync(Case one)
    {
        var tenant = await ledger.AddPipelinesTenantAsync(one.Zone);
        await ledger.TellAsync(tenant, one.Early);
        var pin = await ledger.PinAsync();
        await ledger.TellAsync(tenant, one.Late);

        var given = one.Pairs.Count == 0 ? null : $"[{string.Join(',', one.Pairs.Select(pair => $$"""{"from":"{{pair.From}}","to":"{{pair.To}}"}"""))}]";
        var (from, to) = (From.ToString("o", CultureInfo.InvariantCulture), To.ToString("o", CultureInfo.InvariantCulture));
        (await ledger.ConversionAsync(tenant, from, to, one.Window, given)).ShouldBe(ByHand(one, [.. one.Early, .. one.Late]));
        (await ledger.ConversionAsync(tenant, from, to, one.Window, given, pin)).ShouldBe(ByHand(one, one.Early));
    }

    private static string ByHand(Case one, IReadOnlyList<StageObservation> told)
    {
        IReadOnlyList<(string From, string To)> pairs = one.Pairs.Count > 0 ? one.Pairs : [("s1", "s2"), ("s2", "s3"), ("s3", "s4")];
        var zone = TimeZoneInfo.FindSystemTimeZoneById(one.Zone);
        bool IsInPeriod(DateTimeOffset at) =>
            DateOnly.FromDateTime(TimeZoneInfo.ConvertTime(at, zone).DateTime) is var date && date >= From && date < To;

        var deals = told.GroupBy(observation => observation.Deal).Select(EntriesOf).ToList();
        return string.Join(' ', pairs.Select(pair =>
        {
            var (entered, converted) = (0, 0);
            foreach (var entries in deals)
            {
                var visits = Enumerable.Range(0, entries.Count).Where(i => entries[i].Place == ("p1", pair.From) && IsInPeriod(entries[i].At)).ToList();
                entered += visits.Count > 0 ? 1 : 0;
                converted += visits.Any(i => entries.Skip(i + 1).Any(later =>
                    later.Place == ("p1", pair.To) && (one.Window is null || later.At - entries[i].At < TimeSpan.FromDays(one.Window.Value)))) ? 1 : 0;
            }

            return entered == 0 ? "-" : $"{converted}/{entered}";
        }));
    }

    private static List<(DateTimeOffset At, (string, string) Place)> EntriesOf(IEnumerable<StageObservation> told)
    {
        var entries = new List<(DateTimeOffset At, (string, string) Place)>();
        // A stable sort: of the same instant in the order of arrival.
        var ordered = told.Where(observation => !observation.Voided).OrderBy(observation => observation.At).ToList();
        if (ordered is [.., { Deleted: true }])
        {
            return entries;
        }

        foreach (var observation in ordered)
        {
            if (observation is { Pipeline: { } pipeline, Stage: { } stage } && (entries.Count == 0 || entries[^1].Place != (pipeline, stage)))
            {
                entries.Add((observation.At, (pipeline, stage)));
            }
        }

        return entries;
    }

    private static Gen<Case> Cases() =>
        from zone in Gen.Elements("UTC", "America/New_York", "Europe/Berlin", "Pacific/Auckland")
        from window in Gen.Elements<int?>(null, 1, 2, 7, 30)
        from pairs in Gen.OneOf(Gen.Constant<(string, string)[]>([]), Pair().ArrayOf(3).Select(all => all.Distinct().ToArray()))
        from early in Observed().ListOf(24)
        from late in Observed().ListOf(8)
        select new Case(zone, window, pairs, [.. early], [.. late]);

    private static Gen<(string, string)> Pair() =>
        from first in Gen.Elements(StageHistory.Stages)
        from second in Gen.Elements(StageHistory.Stages)
        where first != second
        select (first, second);

    // Steps of six hours, so that many fall on the same instant, on a window's edge or on a period's.
    private static Gen<StageObservation> Observed() =>
        from deal in Gen.Elements("d1", "d2", "d3", "d4")
        from step in Gen.Choose(0, 4 * 60)
        from edge in Gen.Frequency((4, Gen.Constant(0)), (1, Gen.Elements(-1, 1)))
        from pipeline in Gen.Frequency((8, Gen.Constant<string?>("p1")), (1, Gen.Constant<string?>("p2")), (1, Gen.Constant<string?>(null)))
        from stage in Gen.Frequency((9, Gen.Elements<string?>("s1", "s2", "s3", "s4")), (1, Gen.Constant<string?>(null)))
        from deleted in Gen.Frequency((15, Gen.Constant(false)), (1, Gen.Constant(true)))
        from voided in Gen.Frequency((15, Gen.Constant(false)), (1, Gen.Constant(true)))
        select new StageObservation(deal, Start.AddHours(6 * step).AddSeconds(edge), pipeline, stage, deleted, voided);

    private sealed record Case(
        string Zone, int? Window, IReadOnlyList<(string From, string To)> Pairs, IReadOnlyList<StageObservation> Early, IReadOnlyList<StageObservation> Late);
}
