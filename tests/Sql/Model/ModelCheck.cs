namespace Plumbline.Tests.Sql.Model;

/// <summary>Looks for a case in which the views and counting one by one differ, and makes it small.</summary>
/// <param name="differencesOf">Of each case where they differ.</param>
internal sealed class ModelCheck(Func<IReadOnlyList<ModelCase>, DateTimeOffset, Task<List<CaseDifference>>> differencesOf)
{
    public async Task RunAsync(ModelRound round)
    {
        if (await FirstAsync(round.Cases, round.Now) is { } found)
        {
            throw new ModelException(Explain(await ShrinkAsync(found, round.Now), round.Now));
        }
    }

    private static string Explain(CaseDifference found, DateTimeOffset now)
    {
        string[] lines =
        [
            "", $"{found.Case.Zone}, {found.Case.Currency}, at {now:O}", .. found.Case.Changes.Select(ChangeText.Of), $"asked: {found.Question}", .. found.Differences,
        ];
        return string.Join('\n', lines);
    }

    // One change less, as long as something still differs. All that could be left out are tried together.
    private async Task<CaseDifference> ShrinkAsync(CaseDifference found, DateTimeOffset now)
    {
        var smallest = found with { Case = found.Case with { Questions = [found.Question] } };
        while (true)
        {
            var smaller = smallest.Case.Changes.Select(left => smallest.Case with { Changes = [.. smallest.Case.Changes.Where(change => change != left)] }).ToList();
            if (await FirstAsync(smaller, now) is not { } next)
            {
                return smallest;
            }

            smallest = next;
        }
    }

    private async Task<CaseDifference?> FirstAsync(IReadOnlyList<ModelCase> cases, DateTimeOffset now) =>
        (await differencesOf(cases, now)).FirstOrDefault();
}
