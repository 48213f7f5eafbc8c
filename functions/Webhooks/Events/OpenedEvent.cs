namespace Plumbline.Webhooks.Events;

/// <summary>An item whose envelope was looked at: either the envelope, or why there is none.</summary>
/// <param name="Item">The event's own bytes, without what surrounds it in a batch.</param>
internal sealed record OpenedEvent(ReadOnlyMemory<byte> Item, CloudEvent? Envelope, EventFault? Fault)
{
    public static OpenedEvent Of(ReadOnlyMemory<byte> item)
    {
        try
        {
            return new OpenedEvent(item, EventJson.Read<CloudEvent>(item.Span, ""), Fault: null);
        }
        catch (RejectedEventException e)
        {
            return new OpenedEvent(item, Envelope: null, e.Fault);
        }
    }
}
