using System.Reflection;
using Microsoft.AspNetCore.Routing.Patterns;
using Microsoft.Azure.Functions.Worker;

namespace Plumbline.Local.Hosting;

/// <summary><paramref name="Methods"/> is null when every method is answered; <paramref name="Route"/> is without the prefix.</summary>
internal sealed record HttpFunction(
    string Name, MethodInfo Method, IReadOnlyList<FunctionParameter> Parameters,
    RoutePattern Route, IReadOnlyList<string>? Methods, AuthorizationLevel Level)
    : FunctionDefinition(Name, Method, Parameters)
{
    /// <summary>The route with parameter names and constraints left out: two functions of one shape would collide.</summary>
    public string Shape => string.Join('/', Route.PathSegments.Select(segment => string.Concat(segment.Parts.Select(Part)))).ToUpperInvariant();

    public bool Answers(string method) => Methods is null || Methods.Contains(method, StringComparer.OrdinalIgnoreCase);

    private static string Part(RoutePatternPart part) => part switch
    {
        RoutePatternLiteralPart literal => literal.Content,
        RoutePatternSeparatorPart separator => separator.Content,
        RoutePatternParameterPart { ParameterPolicies.Count: > 0 } constrained =>
            $"{{:{string.Join(':', constrained.ParameterPolicies.Select(policy => policy.Content))}}}",
        _ => "{}",
    };
}
