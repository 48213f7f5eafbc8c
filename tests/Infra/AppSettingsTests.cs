using System.ComponentModel.DataAnnotations;
using System.Reflection;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using Microsoft.Azure.Functions.Worker;
using Microsoft.Extensions.Configuration;
using Npgsql;
using Plumbline.Digest;
using Plumbline.Platform;

namespace Plumbline.Tests.Infra;

/// <summary>Every setting that the code reads is set by Bicep, and every one that Bicep sets is read.</summary>
public sealed partial class AppSettingsTests
{
    // What the code does not name, and who reads it.
    private static readonly Dictionary<string, string> ReadByOthers = new()
    {
        ["AzureWebJobsStorage__accountName"] = "the Functions host, and Storage",
        ["AzureWebJobsStorage__credential"] = "the Functions host",
        ["AzureWebJobsStorage__clientId"] = "the Functions host",
        ["APPLICATIONINSIGHTS_CONNECTION_STRING"] = "the Functions host",
        ["APPLICATIONINSIGHTS_AUTHENTICATION_STRING"] = "the Functions host",
        ["AZURE_CLIENT_ID"] = "DefaultAzureCredential: which of the app's identities",
        ["OTEL_EXPORTER_OTLP_ENDPOINT"] = "the exporter of OpenTelemetry",
        ["OTEL_EXPORTER_OTLP_PROTOCOL"] = "the exporter of OpenTelemetry",
    };

    private static readonly Assembly App = typeof(DigestOutbox).Assembly;

    [Fact]
    public void Settings_OfTheSample_AreAllSet()
    {
        Asked.OfTheSample().Except(AppSettings.Given.Keys).ShouldBeEmpty();
        AppSettings.Given.Keys.ShouldContain("AzureWebJobsStorage__accountName", "AzureWebJobsStorage is an identity's there");
        AppSettings.Given.Keys.ShouldNotContain("AzureWebJobsStorage");
    }

    [Fact]
    public void Settings_ThatAnOptionsClassBinds_AreAllSet()
    {
        var bound = Asked.ByOptions().ToList();
        bound.Count.ShouldBeGreaterThan(10);
        bound.Except(AppSettings.Given.Keys).ShouldBeEmpty();
    }

    [Fact]
    public void Options_OfTheSources_AreAllKnownHere() =>
        AppSettings.Sources().SelectMany(file => AddOptions().Matches(file.Text)).Select(match => match.Groups[1].Value)
            .ShouldBe([.. Asked.OptionTypes().Select(type => type.Name), nameof(PublicOptions)], ignoreOrder: true);

    [Fact]
    public void Settings_ThatTheCodeAsksForByName_AreAllSet()
    {
        var asked = Asked.ByName().ToList();
        asked.ShouldContain("Archive__BlobServiceUri");
        // Its identity's settings stand in for it.
        asked.Except(["AzureWebJobsStorage"]).Except(AppSettings.Given.Keys).ShouldBeEmpty();
    }

    [Fact]
    public void Settings_ThatBicepSets_AreAllRead() =>
        AppSettings.Given.Keys.Except([.. Asked.ByOptions(), .. Asked.ByName(), .. Asked.ByTimers(), .. ReadByOthers.Keys]).ShouldBeEmpty();

    [Fact]
    public void Options_BoundToWhatBicepSets_AreValid()
    {
        var configuration = AppSettings.Configuration();
        foreach (var type in Asked.OptionTypes())
        {
            var options = configuration.GetSection(Asked.SectionOf(type)).Get(type)!;
            var faults = new List<ValidationResult>();
            Validator.TryValidateObject(options, new ValidationContext(options), faults, validateAllProperties: true)
                .ShouldBeTrue($"{type.Name}: {string.Join(" ", faults)}");
        }
    }

    [Fact]
    public void ConnectionString_BehindThePooler_KeepsNothingOnAConnection()
    {
        var parsed = new NpgsqlConnectionStringBuilder(AppSettings.Configuration()["Database:ConnectionString"]);
        parsed.NoResetOnClose.ShouldBeTrue();
        parsed.SslMode.ShouldBe(SslMode.VerifyFull);
        parsed.Password.ShouldBeNull();
        AppSettings.Given["Database__MaxAutoPrepare"].Text().ShouldBe("0");
        AppSettings.Given["Database__UseManagedIdentity"].Text().ShouldBe("true");
    }

    [Fact]
    public void Settings_OfTheHostsStorage_AreTheAppsIdentity()
    {
        AppSettings.Given["AzureWebJobsStorage__accountName"].Text().ShouldBe("storage.name");
        AppSettings.Given["AzureWebJobsStorage__credential"].Text().ShouldBe("managedidentity");
        AppSettings.Given["AzureWebJobsStorage__clientId"].Text().ShouldBe("identity.properties.clientId");
        AppSettings.Given["AZURE_CLIENT_ID"].Text().ShouldBe("identity.properties.clientId");
    }

    [Fact]
    public void Settings_OfTheSources_AreThoseOfTheSample()
    {
        var sample = JsonNode.Parse(File.ReadAllText(Path.Combine(Bicep.Root, "local.settings.sample.json")))!["Values"]!.AsObject();
        foreach (var name in AppSettings.Given.Keys.Where(name => name == "SendGrid__BaseUrl" || name.Split("__")[0] is "Stripe" or "GoHighLevel" or "RateLimit"))
        {
            AppSettings.Given[name].Text().ShouldBe(sample[name]!.GetValue<string>(), name);
        }
    }

    [Fact]
    public void Settings_OfSecrets_LieInTheVault()
    {
        AppSettings.Given.Keys.ShouldAllBe(name => !name.StartsWith("Secrets__", StringComparison.Ordinal));
        AppSettings.Given.Keys.ShouldNotContain("OTEL_EXPORTER_OTLP_HEADERS");

        // A reference is not resolved where the vault is closed to the public network.
        AppSettings.Given.Values.ShouldAllBe(value => !value.Text().Contains("@Microsoft.KeyVault("));
        AppSettings.Given.Values.ShouldAllBe(value => !value.Text().Contains("listKeys"));
    }

    [Fact]
    public void Schedules_OfEveryTimer_AreSixFieldsOfNcrontab()
    {
        var timers = Asked.ByTimers().ToList();
        timers.Count.ShouldBe(AppSettings.Functions.Timers.Count());
        foreach (var name in timers)
        {
            AppSettings.Given.Keys.ShouldContain(name);
            AppSettings.Given[name].Text().Split(' ').Length.ShouldBe(6, name);
        }
    }

    [Fact]
    public void Schedules_HereAndInTheSample_AreTheSame()
    {
        var sample = Asked.Sample();
        foreach (var name in Asked.ByTimers())
        {
            AppSettings.Given[name].Text().ShouldBe(sample[name]!.ToString(), name);
        }
    }

    private static class Asked
    {
        public static JsonObject Sample() =>
            JsonNode.Parse(File.ReadAllText(Path.Combine(Bicep.Root, "local.settings.sample.json")))!["Values"]!.AsObject();

        public static IEnumerable<string> OfTheSample() => Sample().Select(one => one.Key)
            .Where(name => !name.StartsWith("Secrets__", StringComparison.Ordinal) && name is not ("FUNCTIONS_WORKER_RUNTIME" or "AzureWebJobsStorage"));

        public static IEnumerable<Type> OptionTypes() =>
            App.GetTypes().Where(type => type.Name.EndsWith("Options", StringComparison.Ordinal) && type.GetField("Section") is { IsLiteral: true });

        public static string SectionOf(Type type) => (string)type.GetField("Section")!.GetRawConstantValue()!;

        public static IEnumerable<string> ByOptions() =>
            OptionTypes().SelectMany(type => type.GetProperties().Where(property => property.CanWrite).Select(property => $"{SectionOf(type)}__{property.Name}"));

        public static IEnumerable<string> ByName() =>
            AppSettings.Sources().SelectMany(file => ConfigurationKey().Matches(file.Text)).Select(match => match.Groups[1].Value.Replace(":", "__")).Distinct();

        public static IEnumerable<string> ByTimers() =>
            from type in App.GetTypes()
            from method in type.GetMethods()
            from parameter in method.GetParameters()
            let timer = parameter.GetCustomAttribute<TimerTriggerAttribute>()
            where timer is not null
            select timer.Schedule.Trim('%');
    }

    [GeneratedRegex(@"AddOptions<(\w+)>")]
    private static partial Regex AddOptions();

    [GeneratedRegex("""onfiguration\["([A-Za-z_:]+)"\]""")]
    private static partial Regex ConfigurationKey();
}
