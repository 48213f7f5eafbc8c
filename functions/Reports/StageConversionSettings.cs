using Plumbline.Platform;

namespace Plumbline.Reports;

/// <summary>What the tenant's settings, and the point of the ledger, say at the moment of a run.</summary>
/// <param name="WindowDays">The tenant's own window.</param>
/// <param name="Pipelines">In their order.</param>
public sealed record StageConversionSettings(
    LedgerPosition AsOf, long DefinitionsVersion, int WindowDays, IReadOnlyList<StageConversionPipeline> Pipelines)
{
    private const int MostNamed = 50;

    /// <returns>The pipeline that is meant, with every stage that is asked for; or a sentence that names the fault.</returns>
    public (StageConversionPipeline? Pipeline, string? Fault) Find(StageConversionOrder order)
    {
        if (order.Pipeline is null && Pipelines is not [_])
        {
            return (null, Pipelines is []
                ? "The tenant's settings have no pipeline yet."
                : $"pipeline is missing, and there are several: {Named(Pipelines.Select(known => (known.Id, known.Name)))}.");
        }

        var pipeline = order.Pipeline is null ? Pipelines[0] : Pipelines.FirstOrDefault(known => known.Id == order.Pipeline);
        return pipeline is null
            ? (null, $"pipeline is '{Problem.Clip(order.Pipeline!)}', which the tenant does not have; {(Pipelines is [] ? "its settings have none yet" : $"known are {Named(Pipelines.Select(known => (known.Id, known.Name)))}")}.")
            : StageFault(pipeline, order.Pairs) is { } fault ? (null, fault)
            : (pipeline, null);
    }

    private static string? StageFault(StageConversionPipeline pipeline, IReadOnlyList<StagePairRequest>? pairs)
    {
        if (pairs is null)
        {
            return pipeline.Stages.Count > 1 ? null : $"Pipeline {pipeline.Id} has fewer than two stages, so there is no pair of them.";
        }

        for (var i = 0; i < pairs.Count; i++)
        {
            foreach (var (member, stage) in new[] { ("from", pairs[i].From), ("to", pairs[i].To) })
            {
                if (!pipeline.Stages.Any(known => known.Id == stage))
                {
                    return $"pairs[{i}].{member} is '{Problem.Clip(stage)}', which is no stage of pipeline {pipeline.Id}; known are {Named(pipeline.Stages.Select(known => (known.Id, known.Name)))}.";
                }
            }
        }

        return null;
    }

    private static string Named(IEnumerable<(string Id, string Name)> known)
    {
        var all = known.Select(one => $"{one.Id} ({one.Name})").ToArray();
        return string.Join(", ", all.Take(MostNamed)) + (all.Length > MostNamed ? " and more" : "");
    }
}
