using System.Text.Json;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.Configuration.Memory;
using Plumbline.Local.Demo;
using Plumbline.Local.Sources;

namespace Plumbline.Local;

/// <summary>
/// The app's configuration here. Later wins: local.settings.json (or its sample), this host's own addresses, the environment,
/// and last the connection strings, which the environment has had its say in by DATABASE_URL and AzureWebJobsStorage.
/// </summary>
internal static class LocalSettings
{
    public static void Apply(ConfigurationManager configuration, LocalOptions options, LocalServices services)
    {
        var sources = ((IConfigurationBuilder)configuration).Sources;
        var file = ReadFile(options.SettingsDirectory);
        sources.Insert(0, Source(file));
        sources.Insert(1, Source(new()
        {
            ["PublicUrl"] = services.Port.Url,
            ["SendGrid:BaseUrl"] = $"{services.Port.Url}/local/sendgrid/",
            ["Stripe:BaseUrl"] = $"{services.Port.Url}{DemoSources.StripePrefix}/",
            ["GoHighLevel:BaseUrl"] = $"{services.Port.Url}{DemoSources.GoHighLevelPrefix}/",
            // The demo signs as HighLevel does; only here is its key believed.
            ["GoHighLevel:PublicKey"] = string.Join(',', new[] { file.GetValueOrDefault("GoHighLevel:PublicKey"), GoHighLevelSigner.DemoPublicKey }.OfType<string>()),
        }));
        if (options.Command is LocalCommand.Demo or LocalCommand.DemoAndExit || File.Exists(options.PostedPath)) sources.Insert(1, Source(DemoSources.Keys()));
        sources.Add(Source(new()
        {
            ["Database:ConnectionString"] = services.AppConnectionString,
            ["AzureWebJobsStorage"] = services.StorageConnectionString,
        }));
    }

    /// <summary>The <c>Values</c> of local.settings.json or else of the sample, with <c>__</c> read as <c>:</c>.</summary>
    internal static Dictionary<string, string?> ReadFile(string folder)
    {
        var path = ((string[])["local.settings.json", "local.settings.sample.json"])
            .Select(name => Path.Combine(folder, name)).FirstOrDefault(File.Exists);
        if (path is null) return [];
        try
        {
            using var json = JsonDocument.Parse(
                File.ReadAllBytes(path), new JsonDocumentOptions { CommentHandling = JsonCommentHandling.Skip, AllowTrailingCommas = true });
            return json.RootElement.GetProperty("Values").EnumerateObject()
                .ToDictionary(value => value.Name.Replace("__", ":", StringComparison.Ordinal), value => (string?)value.Value.ToString());
        }
        catch (Exception e) when (e is JsonException or InvalidOperationException or KeyNotFoundException)
        {
            throw new LocalStartException($"{path} must be JSON with an object \"Values\": {e.Message}", e);
        }
    }

    private static MemoryConfigurationSource Source(Dictionary<string, string?> values) => new() { InitialData = values };
}
