using System.Globalization;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using Microsoft.OpenApi;

namespace Plumbline.OpenApi;

/// <summary>Puts the document together: an operation for each method of each function that is added.</summary>
internal sealed partial class ApiBuilder
{
    public const string Token = "token";
    public const string Key = "functionKey";
    public const string Link = "link";

    private const string ProblemSchema = """
        {
          "description": "Problem details as RFC 9457 has them.",
          "type": "object",
          "required": ["type", "title", "status"],
          "additionalProperties": false,
          "properties": {
            "type": { "description": "What kind of problem it is; stable.", "type": "string", "pattern": "^urn:plumbline:problem:[a-z-]+$" },
            "title": { "type": "string" },
            "status": { "description": "The answer's status.", "type": "integer" },
            "detail": { "description": "What was wrong, and what to do.", "type": "string" },
            "pointer": { "description": "Of an event: JSON pointer to the member at fault.", "type": "string" }
          }
        }
        """;

    public ApiBuilder(OpenApiInfo info)
    {
        Document = new OpenApiDocument { Info = info, Servers = [new OpenApiServer { Url = "/" }], Paths = [] };
        Schemas = new ApiSchemas(Document);
        Problem = Schemas.Add("Problem", JsonNode.Parse(ProblemSchema)!);
    }

    public OpenApiDocument Document { get; }

    public ApiSchemas Schemas { get; }

    public OpenApiSchemaReference Problem { get; }

    public void Add<TFunction>(ApiOperation operation)
    {
        var function = HttpFunction.Of(typeof(TFunction));
        if (!Document.Paths.TryGetValue(function.Path, out var path))
        {
            Document.Paths.Add(function.Path, path = new OpenApiPathItem { Operations = [] });
        }

        var inPath = Placeholder().Matches(function.Path).Select(match => Shared(ApiParameters.InPath(match.Groups[1].Value)));
        foreach (var method in function.Methods)
        {
            path.Operations!.Add(method, new OpenApiOperation
            {
                OperationId = function.Name,
                Tags = new HashSet<OpenApiTagReference> { new(operation.Area, Document) },
                Summary = operation.Summary,
                Description = operation.Description,
                Parameters = [.. inPath, .. operation.Parameters],
                RequestBody = operation.Body,
                Responses = Responses([.. operation.Answers.Concat(Refusals(function, operation)).DistinctBy(answer => answer.Status)]),
                Security = [.. Doors(function, operation)],
            });
        }
    }

    /// <summary>A parameter of several operations: it stands once, and they point to it.</summary>
    public IOpenApiParameter Shared(OpenApiParameter parameter)
    {
        var name = $"{parameter.In}-{parameter.Name}".ToLowerInvariant();
        Document.AddComponent<IOpenApiParameter>(name, parameter);
        return new OpenApiParameterReference(name, Document);
    }

    private IEnumerable<ApiAnswer> Refusals(HttpFunction function, ApiOperation operation) =>
        function.NeedsKey ? [ApiAnswers.Of(401, "The function key is missing or wrong: the host's own answer, without content.", [])]
        : operation.Scope is { } scope ?
        [
            this.Problem(400, "A header is too long."),
            this.Problem(401, "There is no valid bearer token.", new ApiHeader("WWW-Authenticate", "Bearer")),
            this.Problem(403, $"The token is another tenant's, or lacks the scope {scope}."),
            this.TooMany(),
        ]
        : [];

    private IEnumerable<OpenApiSecurityRequirement> Doors(HttpFunction function, ApiOperation operation)
    {
        if (function.NeedsKey)
        {
            yield return Door(Key);
        }

        if (operation.Scope is { } scope)
        {
            yield return Door(Token, scope);
        }

        if (operation.OpensByLink)
        {
            yield return Door(Link);
        }
    }

    private OpenApiSecurityRequirement Door(string scheme, params List<string> scopes) => new() { [new OpenApiSecuritySchemeReference(scheme, Document)] = scopes };

    private static OpenApiResponses Responses(IEnumerable<ApiAnswer> answers)
    {
        var responses = new OpenApiResponses();
        foreach (var (status, response) in answers.OrderBy(answer => answer.Status))
        {
            responses.Add(status.ToString(CultureInfo.InvariantCulture), response);
        }

        return responses;
    }

    [GeneratedRegex(@"\{([A-Za-z]+)\}")]
    private static partial Regex Placeholder();
}
