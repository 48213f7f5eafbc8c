using Plumbline.Ledger;

namespace Plumbline.Tests.Sql.Model;

/// <summary>A client in the conversion model: when it became a lead, and when first what within its window.</summary>
/// <param name="Bucket">Why it is left out; null when it counts.</param>
/// <param name="Reached">When first it was qualified, booked, completed, won; null for never.</param>
internal sealed record FunnelClient(DateTimeOffset BecameAt, DateTimeOffset WindowEndsAt, string? Bucket, IReadOnlyList<DateTimeOffset?> Reached, Tags Tags);
