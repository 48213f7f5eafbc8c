using Microsoft.OpenApi;

namespace Plumbline.OpenApi;

/// <summary>A header that an answer always has.</summary>
internal sealed record ApiHeader(string Name, string Description, OpenApiSchema Schema)
{
    public ApiHeader(string name, string description) : this(name, description, Shape.Text())
    {
    }
}
