namespace Plumbline.Reconciliation.Checks;

/// <summary>A row of a check, its columns by their names.</summary>
/// <param name="Severity">Null for the check's.</param>
/// <param name="Source">Null for the check's.</param>
internal sealed record CheckRow(
    string Subject, string Detail, DateTimeOffset? OccurredAt, IReadOnlyList<FactRowId> FactRows, string? Severity = null, string? Source = null);
