using System.Text.RegularExpressions;

namespace Plumbline.Tests.Infra;

/// <summary>Every secret that the code asks for is made by a deployment, or is one that the runbook says where to get.</summary>
public sealed partial class SecretTests
{
    [Fact]
    public void Secrets_OfTheApp_AreMadeByADeployment()
    {
        var script = Scripts.Text("create-secrets.sh");
        OfTheApp().ShouldBe(["contact-hash", "link-signing", "sendgrid-api"], ignoreOrder: true);
        OfTheApp().ShouldAllBe(name => script.Contains($"write_secret {name}"));
        Scripts.Text("set-secret.sh").ShouldContain(string.Join('|', OfTheApp().Order(StringComparer.Ordinal)));
    }

    [Fact]
    public void Secrets_OfATenant_AreInTheRunbook()
    {
        var runbook = string.Join('\n', Runbook.Pages());
        OfATenant().ShouldBe(["stripe-webhook", "stripe-api", "ghl-workflow", "ghl-api"], ignoreOrder: true);
        OfATenant().ShouldAllBe(kind => runbook.Contains($"{kind}--"));
        OfATenant().ShouldAllBe(kind => Scripts.Text("set-secret.sh").Contains(kind));
    }

    [Fact]
    public void Secret_Written_IsSecureInBicep()
    {
        var file = Bicep.File("secret.bicep");
        file.Params.Single(param => param.Name == "secretValue").Decorators.ShouldContain("secure()");
        var secret = file.Resources.Single(one => one.Type == "Microsoft.KeyVault/vaults/secrets");
        secret.At("properties.value").Text().ShouldBe("secretValue");
        file.Outputs.ShouldBeEmpty();
    }

    private static HashSet<string> OfTheApp() =>
        [.. AppSettings.Sources().SelectMany(file => Named().Matches(file.Text).Concat(Constant().Matches(file.Text))).Select(match => match.Groups[1].Value)];

    private static HashSet<string> OfATenant() =>
        [.. AppSettings.Sources().SelectMany(file => OfTenants().Matches(file.Text)).Select(match => match.Groups[1].Value)];

    [GeneratedRegex("""(?<!enantS)ecrets\.Find(?:All)?Async\("([a-z-]+)",""")]
    private static partial Regex Named();

    [GeneratedRegex("""const string SecretName = "([a-z-]+)";""")]
    private static partial Regex Constant();

    [GeneratedRegex("""tenantSecrets\.FindAllAsync\("([a-z-]+)",""")]
    private static partial Regex OfTenants();
}
