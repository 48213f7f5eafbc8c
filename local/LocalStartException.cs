namespace Plumbline.Local;

/// <summary>Why the local host cannot run, in a sentence for whoever started it, and the exit code that says so.</summary>
public sealed class LocalStartException(string message, int exitCode, Exception? inner = null) : Exception(message, inner)
{
    /// <summary>The exit code for a failure.</summary>
    public const int Failure = 1;

    /// <summary>The exit code for a start that could not even be tried: wrong arguments, taken port, already running.</summary>
    public const int Usage = 2;

    public LocalStartException(string message) : this(message, Failure)
    {
    }

    public LocalStartException(string message, Exception inner) : this(message, Failure, inner)
    {
    }

    public LocalStartException() : this("The local host could not start.", Failure)
    {
    }

    public int ExitCode { get; } = exitCode;
}
