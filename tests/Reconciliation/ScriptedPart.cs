using Plumbline.Reconciliation;

namespace Plumbline.Tests.Reconciliation;

/// <summary>A part that does what a test says, once for each time it is run, and then nothing.</summary>
internal sealed class ScriptedPart(string source, string label, params string[] checks) : IReconciliationPart
{
    private readonly Queue<Func<ReconciliationRun, CancellationToken, Task<PartResult>>> steps = [];

    public string Source => source;

    public string Label => label;

    public string Noun => "movements";

    public IReadOnlyList<string> Checks => checks;

    public int Runs { get; private set; }

    public ScriptedPart Then(Func<ReconciliationRun, CancellationToken, Task<PartResult>> step)
    {
        steps.Enqueue(step);
        return this;
    }

    public Task<PartResult> RunAsync(ReconciliationRun run, CancellationToken cancel)
    {
        Runs++;
        return steps.TryDequeue(out var step) ? step(run, cancel) : Task.FromResult<PartResult>(new PartResult.Completed());
    }
}
