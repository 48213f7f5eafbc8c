using System.Reflection;
using Microsoft.Azure.Functions.Worker;
using Microsoft.Extensions.Configuration;

namespace Plumbline.Local.Hosting;

/// <summary>Every function of the app; building one throws <see cref="InvalidFunctionException"/> where the Functions host would refuse.</summary>
internal sealed class FunctionCatalog
{
    private readonly Dictionary<string, FunctionDefinition> byName = new(StringComparer.OrdinalIgnoreCase);

    public FunctionCatalog(IEnumerable<Type> types, IConfiguration configuration)
    {
        var reader = new FunctionReader(configuration);
        foreach (var method in types.Where(type => type.IsClass).SelectMany(MethodsOf))
        {
            if (method.GetCustomAttribute<FunctionAttribute>() is not { } attribute) continue;
            var function = reader.Read(attribute.Name, method);
            if (byName.TryGetValue(function.Name, out var other))
                throw new InvalidFunctionException($"Two functions are named {function.Name}: {Place(other)} and {Place(function)}.");
            byName.Add(function.Name, function);
        }

        RefuseCollidingRoutes();
    }

    public IEnumerable<HttpFunction> Http => byName.Values.OfType<HttpFunction>();

    public IEnumerable<TimerFunction> Timers => byName.Values.OfType<TimerFunction>();

    public IEnumerable<QueueFunction> Queues => byName.Values.OfType<QueueFunction>();

    public FunctionDefinition? Find(string name) => byName.GetValueOrDefault(name);

    private static IEnumerable<MethodInfo> MethodsOf(Type type) => type.GetMethods(
        BindingFlags.Public | BindingFlags.NonPublic | BindingFlags.Instance | BindingFlags.Static | BindingFlags.DeclaredOnly);

    private static string Place(FunctionDefinition function) => $"{function.Method.DeclaringType?.FullName}.{function.Method.Name}";

    private void RefuseCollidingRoutes()
    {
        foreach (var group in Http.GroupBy(function => function.Shape, StringComparer.Ordinal))
        {
            var seen = new List<HttpFunction>();
            foreach (var function in group)
            {
                if (seen.Find(other => Overlap(other, function)) is { } other)
                    throw new InvalidFunctionException(
                        $"Functions {other.Name} and {function.Name} have the same route and method: {function.Route.RawText}.");
                seen.Add(function);
            }
        }
    }

    private static bool Overlap(HttpFunction one, HttpFunction other) =>
        one.Methods is null || other.Methods is null || one.Methods.Any(other.Answers);
}
