namespace Plumbline.Reconciliation;

/// <summary>What a reconciliation does with one source. It can be stopped anywhere, and then goes on from its cursor.</summary>
internal interface IReconciliationPart
{
    /// <summary>stripe, gohighlevel, or ledger: the ledger against itself.</summary>
    string Source { get; }

    /// <summary>The source's name for people, as the subject of a sentence.</summary>
    string Label { get; }

    /// <summary>What is counted, in the plural, such as movements.</summary>
    string Noun { get; }

    /// <summary>The checks whose findings are settled when a completed part no longer found them.</summary>
    IReadOnlyList<string> Checks { get; }

    /// <exception cref="Sources.SourceException">The source cannot be compared to its end now.</exception>
    Task<PartResult> RunAsync(ReconciliationRun run, CancellationToken cancel);
}
