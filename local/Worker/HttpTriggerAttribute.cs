namespace Microsoft.Azure.Functions.Worker;

/// <summary>Runs a function for an HTTP request. Only methods given means anonymous; nothing given means a function key.</summary>
[AttributeUsage(AttributeTargets.Parameter)]
public sealed class HttpTriggerAttribute : Attribute
{
    public HttpTriggerAttribute() => AuthLevel = AuthorizationLevel.Function;

    public HttpTriggerAttribute(params string[] methods) => Methods = methods;

    public HttpTriggerAttribute(AuthorizationLevel authLevel) => AuthLevel = authLevel;

    public HttpTriggerAttribute(AuthorizationLevel authLevel, params string[] methods)
    {
        AuthLevel = authLevel;
        Methods = methods;
    }

    /// <summary>The route template below the route prefix; the function's name when absent.</summary>
    public string? Route { get; set; }

    /// <summary>The methods answered; every method when absent.</summary>
    public string[]? Methods { get; private set; }

    public AuthorizationLevel AuthLevel { get; set; }
}
