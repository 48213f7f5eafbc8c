using System.Security.Cryptography;
using System.Text;
using Plumbline.Access;

namespace Plumbline.Tests.Access;

public sealed class ApiTokenTests
{
    // 43 characters, as 32 bytes are in base64url; '-' and '_' are among them on purpose.
    private const string Random = "AbCdEfGhIjKlMnOpQrStUvWxYz_0123456789-abcde";

    [Theory]
    [InlineData($"Bearer plb_demo_{Random}", "demo")]
    [InlineData($"bearer plb_demo_{Random}", "demo")]
    [InlineData($"BEARER plb_demo_{Random}", "demo")]
    [InlineData($"Bearer  plb_demo_{Random} ", "demo")]
    [InlineData($"Bearer plb_acme-north-2_{Random}", "acme-north-2")]
    public void Parse_Token_NamesItsTenant(string authorization, string tenant)
    {
        var token = ApiToken.Parse(authorization).ShouldNotBeNull();

        token.TenantSlug.ShouldBe(tenant);
        token.Text.ShouldBe($"plb_{tenant}_{Random}");
    }

    [Theory]
    [InlineData(null)]
    [InlineData("")]
    [InlineData("Bearer")]
    [InlineData("Bearer ")]
    [InlineData("Bearer  ")]
    [InlineData("Bearer p")]
    [InlineData("Bearer plb_")]
    [InlineData("Bearer plb_demo")]
    [InlineData("Bearer plb_demo_")]
    [InlineData($"plb_demo_{Random}")]
    [InlineData($"Basic plb_demo_{Random}")]
    [InlineData($"Bearerplb_demo_{Random}")]
    [InlineData($"Bearer plb_demo_{Random}x")]
    [InlineData("Bearer plb_demo_AbC")]
    [InlineData($"Bearer plb__{Random}")]
    [InlineData($"Bearer PLB_demo_{Random}")]
    [InlineData($"Bearer xyz_demo_{Random}")]
    [InlineData($"Bearer plb-demo-{Random}")]
    [InlineData($"Bearer plb_demo_{Random},Bearer plb_demo_{Random}")]
    [InlineData($"Bearer plb_demo {Random}")]
    public void Parse_AnythingElse_IsNull(string? authorization) => ApiToken.Parse(authorization).ShouldBeNull();

    [Fact]
    public void Parse_VeryLongHeader_IsNull() => ApiToken.Parse($"Bearer plb_{new string('a', 100_000)}_{Random}").ShouldBeNull();

    [Fact]
    public void Create_Token_ReadsBackAndIsNeverTheSame()
    {
        var tokens = Enumerable.Range(0, 100).Select(_ => ApiToken.Create("demo")).ToArray();

        foreach (var token in tokens)
        {
            ApiToken.Parse($"Bearer {token.Text}").ShouldBe(token);
        }

        tokens.Select(token => token.Text).ShouldBeUnique();
    }

    [Fact]
    public void Sha256_IsOfTheWholeText() =>
        ApiToken.Parse($"Bearer plb_demo_{Random}")!.Sha256.ShouldBe(SHA256.HashData(Encoding.UTF8.GetBytes($"plb_demo_{Random}")));
}
