using System.Reflection;
using System.Text.RegularExpressions;
using Microsoft.Azure.Functions.Worker;
using Plumbline.Webhooks.Stripe;

namespace Plumbline.Tests.Infra;

/// <summary>What passes between Bicep, azd's environment, the scripts and the workflows goes by the same names.</summary>
public sealed partial class DeploymentTests
{
    private static readonly string[] Outputs =
    [
        "AZURE_RESOURCE_GROUP", "AZURE_LOCATION", "APP_NAME", "APP_URL", "APP_IDENTITY_NAME", "APP_IDENTITY_CLIENT_ID", "APP_IDENTITY_OBJECT_ID", "DATABASE_HOST",
        "DATABASE_NAME", "DATABASE_SERVER", "KEY_VAULT_NAME", "KEY_VAULT_URI", "STORAGE_ACCOUNT", "ARCHIVE_ACCOUNT", "REGISTRY_NAME", "REGISTRY_SERVER",
        "MIGRATION_JOB", "MIGRATION_IDENTITY_NAME", "LOG_WORKSPACE", "APPLICATION_INSIGHTS",
    ];

    // azd and the Azure CLI's own.
    private static readonly string[] Known = ["AZURE_SUBSCRIPTION_ID", "AZURE_TENANT_ID", "AZURE_ENV_NAME", "AZURE_LOCATION"];

    /// <summary>What choose-stage.sh alone reads.</summary>
    private static readonly string[] OfTheChoice = ["PLUMBLINE_STAGE", "MOVE_LEDGER"];

    [Fact]
    public void Outputs_OfMain_AreWhatADeploymentReads() => Bicep.Main.Outputs.Select(output => output.Name).ShouldBe(Outputs, ignoreOrder: true);

    [Fact]
    public void Settings_ThatAScriptNeeds_AreOutputsOrInputs()
    {
        var given = Outputs.Concat(Inputs()).Concat(Known).Concat(OfTheChoice).ToHashSet();
        var asked = Shell().SelectMany(path => AskedFor().Matches(File.ReadAllText(path))).SelectMany(match => Name().Matches(match.Groups[1].Value)).Select(match => match.Value)
            .Distinct().ToList();
        asked.ShouldContain("MIGRATION_JOB");
        asked.Except(given).ShouldBeEmpty();
    }

    [Fact]
    public void Hooks_OfADeployment_RunInThisOrder()
    {
        var hooks = Hook().Matches(File.ReadAllText(Path.Combine(Bicep.Root, "azure.yaml"))).ToDictionary(match => match.Groups[1].Value, match => match.Groups[2].Value);
        hooks.ShouldBe(new Dictionary<string, string>
        {
            ["preup"] = "choose-stage", ["preprovision"] = "choose-stage", ["postprovision"] = "create-secrets", ["predeploy"] = "migrate", ["postdeploy"] = "finish",
        }, ignoreOrder: true);
    }

    [Fact]
    public void Routes_ThatScriptsCall_AreTheApps()
    {
        var routes = typeof(StripeWebhook).Assembly.GetTypes().SelectMany(type => type.GetMethods()).SelectMany(method => method.GetParameters())
            .Select(parameter => parameter.GetCustomAttribute<HttpTriggerAttribute>()).OfType<HttpTriggerAttribute>()
            .Select(trigger => new Regex($"^/api/{Placeholder().Replace(trigger.Route!, "[^/]+")}$")).ToList();
        var called = Directory.GetFiles(Scripts.Folder, "*.sh").SelectMany(path => Route().Matches(File.ReadAllText(path))).Select(match => match.Value).Distinct().ToList();
        called.ShouldContain("/api/manage/reconcile");
        called.Where(path => !routes.Exists(route => route.IsMatch(path))).ShouldBeEmpty();
    }

    [Fact]
    public void Inputs_OfTheStages_AreInTheReadme()
    {
        var readme = File.ReadAllText(Path.Combine(Bicep.Root, "README.md"));
        Inputs().Concat(OfTheChoice).Where(name => !Known.Contains(name) && !readme.Contains(name)).ShouldBeEmpty();
    }

    [Fact]
    public void Inputs_OfTheStages_AreTakenFromGitHubsVariables()
    {
        var taken = List().Matches(Scripts.Text("take-variables.sh")).SelectMany(match => match.Groups[1].Value.Split(' ')).ToList();
        var chosen = Scripts.Text("choose-stage.sh");
        Inputs().Except(taken).Where(name => !chosen.Contains(name)).ShouldBeEmpty();
        taken.Except(Inputs()).Except(Known).Except(OfTheChoice).ShouldBe(["AZURE_CLIENT_ID"], "whom GitHub signs in as");
    }

    [Fact]
    public void Inputs_WithoutADefault_AreGivenWhereCiCompilesThem()
    {
        var workflow = File.ReadAllText(Path.Combine(Scripts.Workflows, "ci.yml"));
        Bicep.Files.Where(file => file.Using is not null).SelectMany(file => InputsOf(file.Path, withDefault: false))
            .Where(name => !workflow.Contains($" {name}: ")).ShouldBeEmpty();
    }

    [Fact]
    public void Inputs_OfTheSecret_AreSetByTheScript()
    {
        var script = Scripts.Text("lib.sh");
        InputsOf("secret.bicepparam").ShouldAllBe(name => script.Contains($"{name}=\""));
    }

    [Fact]
    public void Hooks_OfAzd_RunScriptsThatExist()
    {
        var azd = File.ReadAllText(Path.Combine(Bicep.Root, "azure.yaml"));
        var run = Script().Matches(azd).Select(match => match.Groups[1].Value).Distinct().ToList();
        run.ShouldBe(["choose-stage.sh", "create-secrets.sh", "migrate.sh", "finish.sh"], ignoreOrder: true);
        run.ShouldAllBe(name => File.Exists(Path.Combine(Scripts.Folder, name)));
        Bicep.Made("Microsoft.Web/sites").Single().Resource.At("tags").Text().ShouldContain("'azd-service-name': 'app'");
    }

    [Fact]
    public void Arguments_OfTheMigrationJob_AreThoseOfTheMigrator()
    {
        var migrator = string.Join('\n', Directory.EnumerateFiles(Path.Combine(Bicep.Root, "sql", "Migrate"), "*.cs").Select(File.ReadAllText));
        var job = Bicep.Made("Microsoft.App/jobs").ShouldHaveSingleItem().Resource;
        var container = job.At("properties.template.containers")!.AsArray().ShouldHaveSingleItem()!;
        var arguments = Argument().Matches(container["args"].Text()).Select(match => match.Value).Distinct().ToList();
        arguments.ShouldBe(["--managed-identity", "--member"], ignoreOrder: true);
        arguments.ShouldAllBe(argument => migrator.Contains($"\"{argument}\""));
        container["env"]!.AsArray().Select(variable => variable!["name"].Text()).ShouldBe(["DATABASE_URL", "AZURE_CLIENT_ID", "AZURE_TOKEN_CREDENTIALS"], ignoreOrder: true);
        container["args"].Text().ShouldContain("ledger_app=");
        job.At("properties.configuration.triggerType").Text().ShouldBe("Manual");
    }

    [Fact]
    public void Dependencies_OfAppAndJob_AreThereFirst()
    {
        Before("modules/migration-job.bicep").ShouldBe(["roles", "endpoints"]);
        Before("modules/function-app.bicep").ShouldBe(["roles", "endpoints", "migration"]);

        static IEnumerable<string> Before(string path) =>
            Bicep.Main.Modules.Single(module => module.Path == path).Properties["dependsOn"]!.AsArray().Select(one => one.Text());
    }

    private static IEnumerable<string> Inputs() => Bicep.Stages.SelectMany(stage => InputsOf(stage.Path)).Distinct();

    private static IEnumerable<string> InputsOf(string path, bool withDefault = true) =>
        File.ReadLines(Path.Combine(Bicep.Folder, path)).SelectMany(line => Environment().Matches(line))
            .Where(match => withDefault || match.Groups[2].Value == ")").Select(match => match.Groups[1].Value);

    private static IEnumerable<string> Shell() => Directory.EnumerateFiles(Scripts.Folder, "*.sh");

    [GeneratedRegex(@"(?m)^  (\w+):\n    shell: sh\n    run: ./infra/scripts/([a-z-]+)\.sh$")]
    private static partial Regex Hook();

    [GeneratedRegex(@"/api/[a-z/-]+")]
    private static partial Regex Route();

    [GeneratedRegex(@"\{\w+\}")]
    private static partial Regex Placeholder();

    [GeneratedRegex(@"readEnvironmentVariable\('(\w+)'([,)])")]
    private static partial Regex Environment();

    [GeneratedRegex(@"^\s*(?:need_settings|load_settings) ([A-Z_ ]+)$", RegexOptions.Multiline)]
    private static partial Regex AskedFor();

    [GeneratedRegex(@"^(?:required|optional)=""([A-Z_ ]+)""$", RegexOptions.Multiline)]
    private static partial Regex List();

    [GeneratedRegex("[A-Z_]+")]
    private static partial Regex Name();

    [GeneratedRegex(@"infra/scripts/([\w-]+\.sh)")]
    private static partial Regex Script();

    [GeneratedRegex(@"--[a-z-]+")]
    private static partial Regex Argument();
}
