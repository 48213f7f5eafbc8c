using Plumbline.Manage;

namespace Plumbline.Tests.Manage;

public sealed class TokenWriterTests
{
    [Theory]
    [InlineData("ingest", null)]
    [InlineData("report,manage", 1)]
    [InlineData("ingest,report,manage", 730)]
    public void Fault_ValidRequest_IsNone(string scopes, int? days) =>
        TokenWriter.Fault(new TokenRequest("Ada", scopes.Split(','), days)).ShouldBeNull();

    [Theory]
    [InlineData("")]
    [InlineData("  ")]
    [InlineData("two\nlines")]
    public void Fault_Actor_IsNamed(string actor) => TokenWriter.Fault(new TokenRequest(actor, ["report"])).ShouldNotBeNull().ShouldStartWith("actor ");

    [Theory]
    [InlineData("admin")]
    [InlineData("Report")]
    [InlineData("report,")]
    public void Fault_Scope_IsNamed(string scopes) =>
        TokenWriter.Fault(new TokenRequest("Ada", scopes.Split(','))).ShouldNotBeNull().ShouldStartWith("scopes ");

    [Fact]
    public void Fault_NoScope_IsNamed() => TokenWriter.Fault(new TokenRequest("Ada", [])).ShouldNotBeNull().ShouldStartWith("scopes ");

    [Theory]
    [InlineData(0)]
    [InlineData(-1)]
    [InlineData(731)]
    public void Fault_Expiry_IsNamed(int days) =>
        TokenWriter.Fault(new TokenRequest("Ada", ["report"], days)).ShouldNotBeNull().ShouldStartWith("expiresInDays ");
}
