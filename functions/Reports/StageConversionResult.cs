namespace Plumbline.Reports;

public abstract record StageConversionResult
{
    private StageConversionResult()
    {
    }

    public sealed record Completed(StageConversionRun Run) : StageConversionResult;

    /// <summary>The counting failed, and the run is kept with its error.</summary>
    /// <param name="IsTransient">Whether the same may succeed later.</param>
    public sealed record Failed(StageConversionRun Run, bool IsTransient) : StageConversionResult;

    /// <summary>Nothing was run: what was asked for does not exist.</summary>
    public sealed record Invalid(string Reason) : StageConversionResult;
}
