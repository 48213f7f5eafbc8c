using Microsoft.OpenApi;

namespace Plumbline.OpenApi;

/// <summary>What a function does for its callers; its name, path and methods are read from its trigger.</summary>
/// <param name="Area">What it is listed under.</param>
internal sealed record ApiOperation(string Area, string Summary)
{
    public string? Description { get; init; }

    /// <summary>What the bearer token must be good for; null where none is needed.</summary>
    public string? Scope { get; init; }

    /// <summary>Whether a signed link does in place of the token.</summary>
    public bool OpensByLink { get; init; }

    /// <summary>Beside those in its path.</summary>
    public IReadOnlyList<IOpenApiParameter> Parameters { get; init; } = [];

    public OpenApiRequestBody? Body { get; init; }

    /// <summary>Beside those that refuse a caller who is not let in.</summary>
    public required IReadOnlyList<ApiAnswer> Answers { get; init; }
}
