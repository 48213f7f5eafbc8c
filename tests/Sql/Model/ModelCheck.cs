namespace Plumbline.Tests.Sql.Model;

/// <summary>Compares, and makes what differs small.</summary>
internal sealed class ModelCheck(ModelLedger ledger)
{
    public async Task RunAsync(ModelRound round)
    {
        var differing = (await DifferencesAsync(round.Cases, round.Now)).Where(found => found.Differences.Count > 0).DistinctBy(f => f.Differences[0][..15]).Take(6).ToList();
        var texts = new List<string>();
        foreach (var d in differing)
        {
            texts.Add(Explain(await ShrinkAsync(d, round.Now), round.Now));
        }
        if (texts.Count > 0)
        {
            throw new ModelException(string.Join("\n", texts));
        }
    }

    private static string Explain(CaseDifference found, DateTimeOffset now)
    {
        string[] lines =
        [
            "", $"{found.Case.Zone}, {found.Case.Currency}, at {now:O}", .. found.Case.Changes.Select(ChangeText.Of),
            .. found.Case.Questions.Select(question => $"asked: {question}"), .. found.Differences,
        ];
        return string.Join('\n', lines);
    }

    // One change less, as long as something still differs. All that could be left out are tried together.
    private async Task<CaseDifference> ShrinkAsync(CaseDifference found, DateTimeOffset now)
    {
        var smallest = found with { Case = found.Case with { Questions = [found.Question!] } };
        while (true)
        {
            var smaller = smallest.Case.Changes.Select(left => smallest.Case with { Changes = [.. smallest.Case.Changes.Where(change => change != left)] }).ToList();
            var next = (await DifferencesAsync(smaller, now)).FirstOrDefault(one => one.Differences.Count > 0);
            if (next is null)
            {
                return smallest;
            }

            smallest = next;
        }
    }

    private async Task<List<CaseDifference>> DifferencesAsync(IReadOnlyList<ModelCase> cases, DateTimeOffset now)
    {
        var answers = await ledger.AnswerAsync(cases, now);
        return [.. cases.Select((story, i) => Compare(story, answers[i], now))];
    }

    private static CaseDifference Compare(ModelCase story, List<KpiRow>[] answers, DateTimeOffset now)
    {
        foreach (var (j, question) in story.Questions.Index())
        {
            var expected = NaiveKpis.Of(new Books(story, question.Part, now), question);
            var differences = Compare(expected, answers[j], story.Currency);
            if (differences.Count > 0)
            {
                return new CaseDifference(story, question, differences);
            }
        }

        return new CaseDifference(story, null, []);
    }

    private static List<string> Compare(List<KpiRow> expected, List<KpiRow> found, string currency)
    {
        var differences = new List<string>();
        foreach (var key in expected.Concat(found).Select(row => (row.Kpi, row.Currency)).Distinct())
        {
            var wanted = expected.SingleOrDefault(row => (row.Kpi, row.Currency) == key);
            var got = found.Where(row => (row.Kpi, row.Currency) == key).ToList();
            var mayBeSilent = key.Currency is not null && key.Currency != currency && (wanted ?? got[0]).SaysNothing;
            if (got.Count > 1 || (!mayBeSilent && (got.Count == 0 || wanted is null)) || (wanted is not null && got.Count == 1 && !got[0].IsAsGoodAs(wanted)))
            {
                differences.Add($"expected {wanted?.ToString() ?? "nothing"}\n   found {(got.Count == 0 ? "nothing" : string.Join("; ", got))}");
            }
        }

        return differences;
    }
}
