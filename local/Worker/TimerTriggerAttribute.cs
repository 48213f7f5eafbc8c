namespace Microsoft.Azure.Functions.Worker;

/// <summary>Runs a function on a schedule: NCRONTAB of six fields, the first of them seconds, or a <c>%Setting%</c> that holds one.</summary>
[AttributeUsage(AttributeTargets.Parameter)]
public sealed class TimerTriggerAttribute(string schedule) : Attribute
{
    public string Schedule { get; private set; } = schedule;

    /// <summary>Whether the last run is remembered, so that a run missed while the host was down happens at its start.</summary>
    public bool UseMonitor { get; set; } = true;

    public bool RunOnStartup { get; set; }
}
