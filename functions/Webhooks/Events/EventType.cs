using System.Text.Json;
using Plumbline.Ledger;

namespace Plumbline.Webhooks.Events;

/// <summary>A type of event that is understood.</summary>
/// <param name="Data">The record of its data.</param>
/// <param name="Map">Reads the data and adds to the delivery what it says.</param>
internal sealed record EventType(string Name, Type Data, Func<EventContext, JsonElement, Delivery> Map)
{
    public static EventType Of<T>(string name, Func<EventContext, T, Delivery> map) where T : class =>
        new(name, typeof(T), (context, data) => map(context, EventJson.ReadData<T>(data)));
}
