namespace Plumbline.Manage;

/// <summary>A page of what admins asked for as the API answers it, newest first.</summary>
/// <param name="Next">Where the next page is, as a query string; none after the last.</param>
public sealed record AuditJson(IReadOnlyList<AuditEntry> Entries, string? Next);
