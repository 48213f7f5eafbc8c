using System.Text.Json;

namespace Plumbline.Manage;

/// <summary>A call of the management API, as the API shows it.</summary>
/// <param name="Actor">The name its token speaks for, or function key.</param>
/// <param name="Action">What was asked for: tenant.put, token.create, month.freeze, adjustment.create, audit.list, …</param>
/// <param name="Subject">What it was done to: the tenant's version, the token's id, the month, the adjustment's seq; empty where there is nothing to name.</param>
/// <param name="Details">Of a change, what it changed, by name; of any other call the status of its answer, and nothing where it had none.</param>
public sealed record AuditEntry(long Seq, DateTimeOffset RecordedAt, string Actor, string Action, string Subject, JsonElement Details);
