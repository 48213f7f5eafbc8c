namespace Plumbline.Reconciliation;

/// <summary>What a check found, before it is known whether it was told already.</summary>
/// <param name="CheckName">Which check found it.</param>
/// <param name="Subject">What it is about, in the check's own key.</param>
/// <param name="Severity">low, medium or high.</param>
/// <param name="Source">The system whose data it is about.</param>
/// <param name="Detail">The same in words, without personal data.</param>
/// <param name="OccurredAt">The date of the fact it is about.</param>
public sealed record NewFinding(
    string CheckName, string Subject, string Severity, string Source, string Detail, string Actor, DateTimeOffset? OccurredAt = null);
