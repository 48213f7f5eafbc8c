using System.Text.Json;

namespace Plumbline.Manage;

/// <summary>A change an admin made, as the API shows it.</summary>
/// <param name="Action">tenant.put, token.create or token.revoke.</param>
/// <param name="Subject">What it was done to: the tenant's version, the token's id.</param>
/// <param name="Details">What changed, by name.</param>
public sealed record AuditEntry(long Seq, DateTimeOffset RecordedAt, string Actor, string Action, string Subject, JsonElement Details);
