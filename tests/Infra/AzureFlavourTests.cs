using System.Diagnostics;
using System.Text.Json;
using System.Text.RegularExpressions;
using Microsoft.Azure.Functions.Worker;

namespace Plumbline.Tests.Infra;

/// <summary>What <c>dotnet publish functions</c> would build, by the items that MSBuild evaluates: the real worker, and nothing of this machine's host.</summary>
public sealed partial class AzureFlavourTests
{
    private static readonly Lazy<JsonElement> Evaluated = new(Evaluate);

    [Fact]
    public void Publishing_WithoutAWord_ChoosesAzure() =>
        Evaluated.Value.GetProperty("Properties").GetProperty("FunctionsHost").GetString().ShouldBe("azure");

    [Fact]
    public void Packages_OfTheWorker_AreTheRealOnes()
    {
        var versions = Items("PackageVersion").ToDictionary(item => item.GetProperty("Identity").GetString()!, item => item.GetProperty("Version").GetString()!);
        Names("PackageReference").Where(name => name.StartsWith("Microsoft.Azure.Functions.", StringComparison.Ordinal)).ToDictionary(name => name, name => versions[name])
            .ShouldBe(new Dictionary<string, string>
            {
                ["Microsoft.Azure.Functions.Worker"] = "2.52.0",
                ["Microsoft.Azure.Functions.Worker.Sdk"] = "2.1.0",
                ["Microsoft.Azure.Functions.Worker.Extensions.Http.AspNetCore"] = "2.1.1",
                ["Microsoft.Azure.Functions.Worker.Extensions.Timer"] = "4.3.1",
                ["Microsoft.Azure.Functions.Worker.Extensions.Storage.Queues"] = "5.5.5",
            }, ignoreOrder: true);
    }

    [Fact]
    public void Packages_OfTheApp_AllHaveAVersion() => Names("PackageReference").Except(Names("PackageVersion")).ShouldBeEmpty();

    [Fact]
    public void Items_OfAnyKind_AreNotOfTheLocalHost()
    {
        var local = Path.Combine(Bicep.Root, "local") + Path.DirectorySeparatorChar;
        Names("ProjectReference").ShouldBeEmpty();
        Kinds().SelectMany(Items).Select(item => item.GetProperty("FullPath").GetString()!).Where(path => path.StartsWith(local, StringComparison.Ordinal)).ShouldBeEmpty();
        Items("Compile").Count().ShouldBeGreaterThan(100);
    }

    [Fact]
    public void Files_BesideTheAssemblies_AreTheHostsSettingsAndNoSecrets()
    {
        var copied = Items("None").Concat(Items("Content"))
            .Where(item => IsSet(item, "CopyToOutputDirectory") || IsSet(item, "CopyToPublishDirectory")).Select(item => Path.GetFileName(item.GetProperty("FullPath").GetString()!))
            .ToList();
        copied.ShouldContain("host.json");
        copied.ShouldAllBe(name => !name.StartsWith("local.settings", StringComparison.Ordinal));
    }

    [Fact]
    public void Sources_OfTheApp_AreTheSameForBothHosts() =>
        AppSettings.Sources().Where(file => Directive().IsMatch(file.Text)).Select(file => file.Path).ShouldBeEmpty();

    [Fact]
    public void Worker_AsFunctionsSeeIt_IsTheFewTypesThatBothHostsHave() =>
        typeof(FunctionAttribute).Assembly.GetExportedTypes().Where(type => type.Namespace!.StartsWith("Microsoft.Azure.Functions.Worker", StringComparison.Ordinal))
            .Select(type => type.Name).ShouldBe(
            [
                "FunctionAttribute", "HttpTriggerAttribute", "AuthorizationLevel", "TimerTriggerAttribute", "TimerInfo", "ScheduleStatus", "QueueTriggerAttribute",
                "FunctionsApplication", "FunctionsApplicationBuilder", "FunctionsApplicationBuilderAspNetCoreExtensions",
            ], ignoreOrder: true);

    private static bool IsSet(JsonElement item, string name) => item.TryGetProperty(name, out var value) && value.GetString() is { Length: > 0 } and not "Never";

    private static string[] Kinds() => ["PackageReference", "PackageVersion", "ProjectReference", "None", "Content", "Compile", "EmbeddedResource"];

    private static IEnumerable<JsonElement> Items(string kind) => Evaluated.Value.GetProperty("Items").GetProperty(kind).EnumerateArray();

    private static IEnumerable<string> Names(string kind) => Items(kind).Select(item => item.GetProperty("Identity").GetString()!);

    private static JsonElement Evaluate()
    {
        var start = new ProcessStartInfo(
            "dotnet", ["msbuild", Path.Combine(Bicep.Root, "functions", "Functions.csproj"), "-p:_IsPublishing=true", "-getProperty:FunctionsHost", .. Kinds().Select(kind => $"-getItem:{kind}")])
        {
            RedirectStandardOutput = true,
        };
        // The runner of the tests may have been started by MSBuild, with settings of its own.
        foreach (var name in start.Environment.Keys.Where(name => name.StartsWith("MSBUILD", StringComparison.OrdinalIgnoreCase)).ToList())
        {
            start.Environment.Remove(name);
        }

        using var process = Process.Start(start)!;
        var output = process.StandardOutput.ReadToEnd();
        process.WaitForExit();
        process.ExitCode.ShouldBe(0, output);
        return JsonDocument.Parse(output).RootElement;
    }

    [GeneratedRegex(@"^\s*#(if|elif|else)\b", RegexOptions.Multiline)]
    private static partial Regex Directive();
}
