namespace Plumbline.Local.Hosting;

/// <summary>Where a function's argument comes from.</summary>
internal enum ParameterSource
{
    Trigger,
    Cancellation,
    Route,
}
