namespace Plumbline.Digest;

public sealed record Mail(Recipient To, string Subject, string Html, string Text);
