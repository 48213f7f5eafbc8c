using Azure.Core;
using Azure.Identity;
using Plumbline.Migrate;

namespace Plumbline.Tests.Migrate;

public sealed class EntraPasswordTests
{
    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Fact]
    public async Task GetAsync_Token_IsOfTheDatabasesScope()
    {
        var asked = new List<string>();
        var password = new EntraPassword(new Credential(scope =>
        {
            asked.Add(scope);
            return "a token";
        }));

        (await password.GetAsync(Cancel)).ShouldBe("a token");
        asked.ShouldBe(["https://ossrdbms-aad.database.windows.net/.default"]);
    }

    [Fact]
    public async Task GetAsync_NoToken_IsAnErrorThatSaysWhereToLook()
    {
        var password = new EntraPassword(new Credential(_ => throw new AuthenticationFailedException("no identity here")));

        var error = await Should.ThrowAsync<MigrationException>(() => password.GetAsync(Cancel));

        error.Message.ShouldContain("AZURE_CLIENT_ID");
        error.Message.ShouldContain("no identity here");
    }

    [Theory]
    [InlineData("postgres://id-migrate:hush@h/d")]
    [InlineData("Host=h;Username=id-migrate;Password=hush")]
    [InlineData("postgres://h/d")]
    [InlineData("postgres://u:hush@h/d?nope=1")]
    public void WithoutPassword_PasswordOrNoLogin_IsAnErrorThatRepeatsNoPassword(string connection) =>
        Should.Throw<FormatException>(() => EntraPassword.WithoutPassword(connection)).Message.ShouldNotContain("hush");

    [Fact]
    public void WithoutPassword_UrlOfTheJob_IsTaken() =>
        EntraPassword.WithoutPassword("postgres://id-migrate@h:5432/plumbline?sslmode=verify-full")
            .ShouldBe("Username=id-migrate;Host=h;Port=5432;Database=plumbline;SSL Mode=VerifyFull");

    private sealed class Credential(Func<string, string> token) : TokenCredential
    {
        public override AccessToken GetToken(TokenRequestContext requestContext, CancellationToken cancellationToken) =>
            new(token(requestContext.Scopes.Single()), DateTimeOffset.MaxValue);

        public override ValueTask<AccessToken> GetTokenAsync(TokenRequestContext requestContext, CancellationToken cancellationToken) =>
            ValueTask.FromResult(GetToken(requestContext, cancellationToken));
    }
}
