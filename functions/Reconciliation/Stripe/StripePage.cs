using System.Text.Json;

namespace Plumbline.Reconciliation.Stripe;

/// <summary>A page of one of Stripe's lists, newest first.</summary>
/// <param name="Data">Objects, each with its id.</param>
/// <param name="Date">Stripe's own clock; null where it says none.</param>
internal sealed record StripePage(IReadOnlyList<JsonElement> Data, bool HasMore, DateTimeOffset? Date)
{
    public IEnumerable<string> Ids => Data.Select(item => item.GetProperty("id").GetString()!);
}
