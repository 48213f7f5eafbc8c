namespace Plumbline.Webhooks.Events;

/// <summary>An item that is not valid.</summary>
internal sealed class RejectedEventException(EventFault fault) : Exception(fault.Detail)
{
    public RejectedEventException(string pointer, string detail)
        : this(new EventFault(pointer, detail))
    {
    }

    public EventFault Fault => fault;
}
