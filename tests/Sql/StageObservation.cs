namespace Plumbline.Tests.Sql;

/// <summary>That a deal was seen in a stage.</summary>
/// <param name="Stage">Null when it does not say.</param>
/// <param name="Voided">Taken back by an adjustment.</param>
internal sealed record StageObservation(string Deal, DateTimeOffset At, string? Pipeline, string? Stage, bool Deleted, bool Voided);
