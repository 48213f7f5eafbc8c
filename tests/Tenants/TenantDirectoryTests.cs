using Plumbline.Tenants;

namespace Plumbline.Tests.Tenants;

public sealed class TenantDirectoryTests
{
    [Theory]
    [InlineData("demo")]
    [InlineData("ab")]
    [InlineData("a1")]
    [InlineData("acme-north-2")]
    [InlineData("a23456789012345678901234567890a")]
    [InlineData("tenant")]
    public void IsSlug_NameForRoutes_IsAccepted(string text) => TenantDirectory.IsSlug(text).ShouldBeTrue();

    [Theory]
    [InlineData("")]
    [InlineData("a")]
    [InlineData("1a")]
    [InlineData("-a")]
    [InlineData("Demo")]
    [InlineData("de_mo")]
    [InlineData("de mo")]
    [InlineData("de.mo")]
    [InlineData("de/mo")]
    [InlineData("démo")]
    [InlineData("demo\n")]
    [InlineData("demo\0")]
    [InlineData("a234567890123456789012345678901a")]
    [InlineData("tenants")]
    public void IsSlug_AnythingElse_IsRefused(string text) => TenantDirectory.IsSlug(text).ShouldBeFalse();
}
