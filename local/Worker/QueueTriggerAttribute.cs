namespace Microsoft.Azure.Functions.Worker;

/// <summary>Runs a function for each message of a storage queue; the name may be a <c>%Setting%</c>.</summary>
[AttributeUsage(AttributeTargets.Parameter)]
public sealed class QueueTriggerAttribute(string queueName) : Attribute
{
    public string QueueName { get; } = queueName;

    /// <summary>The setting that holds the connection string; <c>AzureWebJobsStorage</c> when absent.</summary>
    public string? Connection { get; set; }
}
