using Azure.Identity;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.Logging.Abstractions;
using Plumbline.Platform;

namespace Plumbline.Tests.Platform;

/// <summary>Secrets where there is no Key Vault: from configuration.</summary>
public sealed class SecretsTests
{
    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Fact]
    public async Task FindAsync_ConfiguredName_IsItsValue()
    {
        var secrets = From(("Secrets:stripe-webhook--demo", "whsec_1"), ("Secrets:stripe-webhook--other", "whsec_2"));

        (await secrets.FindAsync("stripe-webhook--demo", Cancel)).ShouldBe("whsec_1");
        (await secrets.FindAllAsync("stripe-webhook--demo", Cancel)).ShouldBe(["whsec_1"]);
    }

    [Theory]
    [InlineData(null)]
    [InlineData("")]
    public async Task FindAsync_NameWithoutAValue_IsNull(string? value)
    {
        var secrets = From(("Secrets:sendgrid-api", value));

        (await secrets.FindAsync("sendgrid-api", Cancel)).ShouldBeNull();
        (await secrets.FindAllAsync("sendgrid-api", Cancel)).ShouldBeEmpty();
    }

    [Fact]
    public async Task FindAsync_SettingOutsideTheSecrets_IsNotOne() =>
        (await From(("sendgrid-api", "SG.1")).FindAsync("sendgrid-api", Cancel)).ShouldBeNull();

    [Theory]
    [InlineData("whsec_old,whsec_new")]
    [InlineData("whsec_old, whsec_new")]
    [InlineData(" whsec_old ,, whsec_new ,")]
    public async Task FindAllAsync_WhileRolling_IsEachValue(string value) =>
        (await From(("Secrets:stripe-webhook--demo", value)).FindAllAsync("stripe-webhook--demo", Cancel)).ShouldBe(["whsec_old", "whsec_new"]);

    [Theory]
    [InlineData(",")]
    [InlineData(" , ")]
    public async Task FindAllAsync_OnlyCommas_IsNoSecret(string value) =>
        (await From(("Secrets:stripe-webhook--demo", value)).FindAllAsync("stripe-webhook--demo", Cancel)).ShouldBeEmpty();

    [Fact]
    public async Task FindAsync_FromTheEnvironment_IsFound()
    {
        const string variable = "PLUMBLINE_TESTS_Secrets__stripe-webhook--demo";
        Environment.SetEnvironmentVariable(variable, "whsec_env");
        try
        {
            var configuration = new ConfigurationBuilder().AddEnvironmentVariables("PLUMBLINE_TESTS_").Build();
            (await Of(configuration).FindAsync("stripe-webhook--demo", Cancel)).ShouldBe("whsec_env");
        }
        finally
        {
            Environment.SetEnvironmentVariable(variable, null);
        }
    }

    private static Secrets From(params (string Name, string? Value)[] settings) =>
        Of(new ConfigurationBuilder().AddInMemoryCollection(settings.ToDictionary(setting => setting.Name, setting => setting.Value)).Build());

    private static Secrets Of(IConfiguration configuration) =>
        new(configuration, new DefaultAzureCredential(), TimeProvider.System, NullLogger<Secrets>.Instance);
}
