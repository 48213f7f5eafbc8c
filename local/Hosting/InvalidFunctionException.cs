namespace Plumbline.Local.Hosting;

/// <summary>A function that the Functions host would not load; the message names it and says why.</summary>
public sealed class InvalidFunctionException : Exception
{
    public InvalidFunctionException(string message) : base(message)
    {
    }

    public InvalidFunctionException(string message, Exception inner) : base(message, inner)
    {
    }

    public InvalidFunctionException()
    {
    }
}
