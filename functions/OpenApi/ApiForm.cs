using Microsoft.OpenApi;

namespace Plumbline.OpenApi;

/// <summary>A form in which something is sent.</summary>
/// <param name="Columns">Of CSV.</param>
internal sealed record ApiForm(string MediaType, IOpenApiSchema Schema, IReadOnlyList<string>? Columns = null)
{
    public const string Json = "application/json";
}
