namespace Plumbline.Local.Demo;

/// <summary>A step of the demo that did not go as it must; the message says which and what came back.</summary>
public sealed class DemoException : Exception
{
    public DemoException(string message) : base(message)
    {
    }

    public DemoException(string message, Exception inner) : base(message, inner)
    {
    }

    public DemoException()
    {
    }

    /// <summary>Names the step, the status and the start of the body.</summary>
    internal static async Task<DemoException> FromAsync(string step, HttpResponseMessage response, CancellationToken cancel)
    {
        const int enough = 500;
        var body = await response.Content.ReadAsStringAsync(cancel);
        return new DemoException($"{step}: the app answered {(int)response.StatusCode}. {(body.Length > enough ? body[..enough] : body)}".TrimEnd());
    }
}
