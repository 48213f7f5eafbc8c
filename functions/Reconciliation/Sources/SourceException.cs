namespace Plumbline.Reconciliation.Sources;

/// <summary>A source's API did not give what it was asked for. The message is for admins, and holds nothing of an answer's body.</summary>
public sealed class SourceException(SourceFault fault, string message, Exception? inner = null) : Exception(message, inner)
{
    public SourceFault Fault => fault;

    /// <summary>How long the source asks to be left alone.</summary>
    public TimeSpan? RetryAfter { get; init; }

    internal bool IsTransient => fault is SourceFault.Unavailable or SourceFault.Malformed or SourceFault.RateLimited;
}
