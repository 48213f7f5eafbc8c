namespace Plumbline.Webhooks.Events;

/// <summary>What became of an event that was sent alone.</summary>
/// <param name="Outcome">stored or duplicate.</param>
public sealed record EventReceiptJson(string? Id, EventOutcome Outcome);
