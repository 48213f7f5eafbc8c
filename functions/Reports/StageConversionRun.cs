namespace Plumbline.Reports;

/// <summary>
/// A kept run of stage conversion. It never changes: pipelines and stages have the names they had when it ran, and under its
/// as-of its figures can be computed again.
/// </summary>
public sealed record StageConversionRun
{
    public const string Completed = "completed";
    public const string Failed = "failed";

    /// <summary>Its id.</summary>
    public required Guid Run { get; init; }

    /// <summary><see cref="Completed"/> or <see cref="Failed"/>.</summary>
    public required string Status { get; init; }

    public required StageConversionParameters Parameters { get; init; }

    /// <summary>Who asked for it.</summary>
    public required string Actor { get; init; }

    public required DateTimeOffset StartedAt { get; init; }

    public required DateTimeOffset FinishedAt { get; init; }

    /// <summary>What it saw of the ledger, as <c>asOf</c> takes it.</summary>
    public required string AsOf { get; init; }

    public long DefinitionsVersion => Parameters.DefinitionsVersion;

    /// <summary>Why it failed, in words and without any value of a row.</summary>
    public string? Error { get; init; }

    /// <summary>A fact a pair, in the order of the pairs; none of a run that failed, null where runs are listed.</summary>
    public IReadOnlyList<StageConversionFact>? Facts { get; init; }
}
