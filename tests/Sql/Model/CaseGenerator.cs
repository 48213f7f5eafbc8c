using FsCheck;
using FsCheck.Fluent;

namespace Plumbline.Tests.Sql.Model;

/// <summary>Histories of a tenant: few people, clients and moments, so that everything collides.</summary>
internal static class CaseGenerator
{
    private static readonly string[] Currencies = ["USD", "JPY", "KWD"];

    // Each bit in three of four.
    private static readonly Gen<int> Kept = from one in Gen.Choose(0, 31) from other in Gen.Choose(0, 31) select one | other;

    // The company and departments, which depend on the most, more often than anything else.
    private static readonly (string? Tag, string? Value)[] Filters =
    [
        (null, null), (null, null), (null, null), ("department", "sales"), ("department", "sales"), ("department", "success"), ("department", "unknown"), ("team", "closers"), ("owner_id", "ann"), ("owner_id", "unknown"),
        ("client_id", "c1"), ("client_id", "unknown"), ("branch", "north"), ("source_funnel", "Webinar"), ("source_funnel", "form"), ("utm_source", "google"),
        ("utm_campaign", "spring"), ("utm_campaign", "unknown"),
    ];

    public static Gen<ModelCase> Any(Era era, Theme[] themes) =>
        from currency in Gen.Elements(Currencies)
        from moments in Gen.Elements(era.Moments.ToArray()).ArrayOf(7)
        from count in Gen.Choose(1, 30)
        from theme in Gen.Elements(themes)
        from parts in Gen.Choose(0, ModelCase.Parts - 1).ArrayOf(count)
        // Without settings there are neither departments nor labels that mean anything.
        from settings in ChangeGenerator.Settings(era)
        from isSet in Gen.Frequency((3, Gen.Constant(true)), (1, Gen.Constant(false)))
        from changes in ChangeGenerator.Any(era, currency, moments, theme).ArrayOf(count)
        from keeps in Kept.ArrayOf(count)
        from questions in Ask(era).ArrayOf(2)
        from past in Gen.Choose(0, ModelCase.Parts - 2)
        select new ModelCase(
            currency, era.Zone, Numbered([.. isSet ? [settings] : Array.Empty<Change>(), .. changes], [0, .. parts.Order()], [0, .. keeps]),
            [.. questions, .. questions.Select(question => question with { Part = past })]);

    private static Gen<Question> Ask(Era era) =>
        from days in Gen.Elements(era.Edges.ToArray()).Two()
        from isLong in Gen.Elements(true, false)
        from filter in Gen.Elements(Filters)
        from told in Gen.Elements("department", "department", "department", "owner_id", "team", "owner_id", "client_id", "branch", "source_funnel", "utm_source", "utm_campaign")
        from kpi in Gen.Elements(NaiveKpis.Names.ToArray())
        from cohorts in Gen.Elements(null, "month", "source_funnel", "owner_id", "branch")
        let first = days.Item1 < days.Item2 ? days.Item1 : days.Item2
        let last = isLong ? era.Edges[^1] : days.Item1 < days.Item2 ? days.Item2 : days.Item1
        select new Question(ModelCase.Parts - 1, first, first == last ? first.AddDays(1) : last, filter.Tag, filter.Value, told, kpi, cohorts);

    // A charge is captured once, and what is voided came before.
    private static List<Change> Numbered(Change[] changes, int[] parts, int[] keeps)
    {
        var numbered = new List<Change>();
        var captured = new HashSet<(string, string, bool)>();
        foreach (var (index, drawn) in changes.Index())
        {
            var change = Continuity.Continue(drawn, numbered, keeps[index]) with { Id = index + 1, Part = parts[index] };
            if (change.Payment is { Kind: Plumbline.Ledger.PaymentKind.Capture, ChargeId: { } charge } payment && !captured.Add((charge, payment.Account, payment.Livemode)))
            {
                change = change with { Payment = payment with { ChargeId = null } };
            }

            if (change.Correction is { Voids: { } pick } correction)
            {
                var targets = numbered.Where(earlier => earlier.Table is not null && !IsReversal(earlier, numbered)).ToList();
                if (targets.Count == 0)
                {
                    continue;
                }

                // Voids of corrections would be rare among so much else.
                var corrections = targets.Where(earlier => earlier.Correction is not null).ToList();
                var among = pick % 3 == 0 && corrections.Count > 0 ? corrections : targets;
                change = change with { Correction = correction with { Voids = among[pick % among.Count].Id } };
            }

            numbered.Add(change);
        }

        return numbered;
    }

    // The ledger refuses to reverse a reversal.
    private static bool IsReversal(Change change, List<Change> all) =>
        change.Correction?.Voids is { } target && all.Any(other => other.Id == target && other.Correction is not null);
}
