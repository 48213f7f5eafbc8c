using System.Text.Json.Nodes;
using Microsoft.Extensions.Configuration;
using Plumbline.Digest;
using Plumbline.Local.Hosting;

namespace Plumbline.Tests.Infra;

/// <summary>The settings that Bicep gives the app, and what the code asks for.</summary>
internal static class AppSettings
{
    private static readonly Lazy<FunctionCatalog> Read = new(() => new FunctionCatalog(typeof(DigestOutbox).Assembly.GetTypes(), Configuration()));

    /// <summary>Every function of the app, with the schedules that Bicep sets.</summary>
    public static FunctionCatalog Functions => Read.Value;

    public static IReadOnlyDictionary<string, JsonNode?> Given { get; } = Find();

    /// <summary>What the app finds in its configuration: expressions stand for what Azure knows, and are replaced by something of that form.</summary>
    public static IConfigurationRoot Configuration() => new ConfigurationBuilder()
        .AddInMemoryCollection(Given.ToDictionary(one => one.Key.Replace("__", ":", StringComparison.Ordinal), one => (string?)Example(one.Key, one.Value)))
        .Build();

    /// <summary>Every source file of the function app, by its path.</summary>
    public static IEnumerable<(string Path, string Text)> Sources() =>
        from path in Directory.EnumerateFiles(Path.Combine(Bicep.Root, "functions"), "*.cs", SearchOption.AllDirectories)
        let relative = Path.GetRelativePath(Bicep.Root, path).Replace('\\', '/')
        where !relative.Contains("/bin/", StringComparison.Ordinal) && !relative.Contains("/obj/", StringComparison.Ordinal)
        select (relative, File.ReadAllText(path));

    private static string Example(string name, JsonNode? value) =>
        !value.IsExpression() ? value.Text()
        : name.EndsWith("Uri", StringComparison.Ordinal) || name.EndsWith("Url", StringComparison.Ordinal) ? "https://name.example/"
        : name.EndsWith("From", StringComparison.Ordinal) ? "digest@name.example"
        : name == "Database__ConnectionString" ? Infra.ConnectionString.Example(value.Text())
        : "name";

    private static Dictionary<string, JsonNode?> Find()
    {
        var (file, settings) = Bicep.Made("Microsoft.Web/sites/config").Single(one => one.Resource.At("name").Text() == "appsettings");
        return file.Objects(settings.Properties["properties"]).SelectMany(one => one).ToDictionary(one => one.Key, one => one.Value);
    }
}
