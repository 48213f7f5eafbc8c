using System.Reflection;
using Microsoft.Azure.Functions.Worker;

namespace Plumbline.OpenApi;

/// <summary>An HTTP function as its trigger declares it.</summary>
/// <param name="Path">As callers write it, with <c>{parameters}</c>.</param>
internal sealed record HttpFunction(string Name, string Path, IReadOnlyList<HttpMethod> Methods, bool NeedsKey)
{
    public static HttpFunction Of(Type type)
    {
        var method = type.GetMethods().Single(candidate => candidate.GetCustomAttribute<FunctionAttribute>() is not null);
        var name = method.GetCustomAttribute<FunctionAttribute>()!.Name;
        var trigger = method.GetParameters().Select(parameter => parameter.GetCustomAttribute<HttpTriggerAttribute>()).OfType<HttpTriggerAttribute>().Single();
        return new HttpFunction(
            name,
            $"/api/{trigger.Route ?? name}",
            [.. (trigger.Methods ?? []).Select(verb => new HttpMethod(verb.ToUpperInvariant()))],
            trigger.AuthLevel != AuthorizationLevel.Anonymous);
    }
}
