namespace Plumbline.Local.Demo;

/// <summary>One delivery as it is posted.</summary>
/// <param name="Id">Its identity; a repeated delivery has the same.</param>
/// <param name="Type">What the source calls it.</param>
/// <param name="At">When it happened, by the source.</param>
/// <param name="Body">The exact text to sign and post.</param>
public sealed record DemoDelivery(DemoChannel Channel, string Id, string Type, DateTimeOffset At, string Body)
{
    /// <summary>How many events it carries: batches have more than one.</summary>
    public int Items { get; init; } = 1;
}
