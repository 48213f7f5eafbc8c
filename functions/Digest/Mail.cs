namespace Plumbline.Digest;

/// <param name="Html">Null for an e-mail of plain text alone.</param>
/// <param name="UnsubscribeUrl">Where a POST takes the recipient off the list; null where there is no list.</param>
public sealed record Mail(Recipient To, string Subject, string? Html, string Text, string? UnsubscribeUrl = null);
