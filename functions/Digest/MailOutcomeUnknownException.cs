namespace Plumbline.Digest;

/// <summary>The mail was on its way when the answer failed to come: it may have been accepted, so whoever sends it at once sends it twice.</summary>
public sealed class MailOutcomeUnknownException(Exception cause) : Exception("SendGrid did not answer: whether the mail was accepted is not known.", cause);
