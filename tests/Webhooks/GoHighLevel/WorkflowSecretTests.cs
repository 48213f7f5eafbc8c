using Microsoft.AspNetCore.Http;
using Plumbline.Webhooks.GoHighLevel;

namespace Plumbline.Tests.Webhooks.GoHighLevel;

public sealed class WorkflowSecretTests
{
    private const string Right = "ghlwf_right";
    private const string Wrong = "The secret is not this tenant's.";

    [Theory]
    [InlineData("Authorization", "Bearer ghlwf_right")]
    [InlineData("Authorization", "bearer   ghlwf_right ")]
    [InlineData("authorization", "BEARER ghlwf_right")]
    [InlineData("X-Webhook-Secret", "ghlwf_right")]
    [InlineData("x-webhook-secret", "ghlwf_right")]
    public void Reject_RightSecretInAHeader_IsBelieved(string header, string value)
    {
        Reject(Request(headers: (header, value)), Right).ShouldBeNull();
        Reject(Request(headers: (header, value)), "ghlwf_old", Right).ShouldBeNull();
        Reject(Request(headers: (header, value)), Right, "ghlwf_next").ShouldBeNull();
    }

    [Theory]
    [InlineData("Authorization", "Bearer ghlwf_wrong")]
    [InlineData("Authorization", "Bearer ghlwf_righ")]
    [InlineData("Authorization", "Bearer ghlwf_right2")]
    [InlineData("Authorization", "Bearer GHLWF_RIGHT")]
    [InlineData("Authorization", "Bearer ghlwf_right,ghlwf_old")]
    [InlineData("X-Webhook-Secret", "Bearer ghlwf_right")]
    [InlineData("X-Webhook-Secret", "é")]
    public void Reject_AnythingElseInAHeader_IsRefusedWithoutSayingIt(string header, string value) =>
        Reject(Request(headers: (header, value)), Right, "ghlwf_old").ShouldBe(Wrong);

    [Theory]
    [InlineData("Authorization", "ghlwf_right")]
    [InlineData("Authorization", "Basic ghlwf_right")]
    [InlineData("X-Secret", "ghlwf_right")]
    [InlineData("X-Webhook-Secret", "")]
    public void Reject_NoHeaderOfTheTwo_IsMissing(string header, string value)
    {
        var request = Request(headers: (header, value));

        WorkflowSecret.IsGiven(request).ShouldBeFalse();
        Reject(request, Right)!.ShouldStartWith("The secret is missing");
    }

    [Fact]
    public void Reject_BothHeadersOneRight_IsBelieved() =>
        Reject(Request("", ("Authorization", "Bearer of another gateway"), ("X-Webhook-Secret", Right)), Right).ShouldBeNull();

    [Fact]
    public void Reject_NoSecretInForce_IsRefused() => Reject(Request(headers: ("X-Webhook-Secret", Right))).ShouldBe(Wrong);

    [Theory]
    [InlineData("?secret=ghlwf_right")]
    [InlineData("?SECRET=ghlwf_right")]
    [InlineData("?token=x")]
    [InlineData("?access_token=x")]
    [InlineData("?key=x")]
    [InlineData("?apiKey=x")]
    [InlineData("?api-key=x")]
    [InlineData("?webhook_secret=x")]
    [InlineData("?Webhook-Secret=x")]
    [InlineData("?code=x")]
    [InlineData("?auth=x")]
    [InlineData("?authorization=Bearer%20x")]
    [InlineData("?password=")]
    public void Reject_QueryNamedLikeASecret_IsRefusedEvenBesideTheRightOne(string query)
    {
        WorkflowSecret.IsGiven(Request(query)).ShouldBeTrue();
        Reject(Request(query), Right)!.ShouldContain("URL");
        Reject(Request(query, ("Authorization", $"Bearer {Right}")), Right)!.ShouldContain("URL");
    }

    [Theory]
    [InlineData("?x=ghlwf_right")]
    [InlineData("?x=1&y=2&y=ghlwf_right")]
    [InlineData("?x=%67hlwf_right")]
    public void Reject_QueryHoldsTheSecretUnderAnyName_IsRefused(string query) =>
        Reject(Request(query, ("Authorization", $"Bearer {Right}")), "ghlwf_old", Right)!.ShouldContain("URL");

    [Theory]
    [InlineData("?workflow=1&utm_source=x")]
    [InlineData("?encode=1")]
    [InlineData("?x")]
    public void Reject_QueryOfSomethingElse_IsNotMinded(string query)
    {
        WorkflowSecret.IsGiven(Request(query)).ShouldBeFalse();
        Reject(Request(query, ("Authorization", $"Bearer {Right}")), Right).ShouldBeNull();
    }

    private static string? Reject(HttpRequest request, params string[] secrets)
    {
        var reason = WorkflowSecret.Reject(request, secrets);
        reason?.ShouldNotContain("ghlwf");
        return reason;
    }

    private static HttpRequest Request(string query = "", params (string Name, string Value)[] headers)
    {
        var request = new DefaultHttpContext().Request;
        request.QueryString = new QueryString(query);
        foreach (var (name, value) in headers)
        {
            request.Headers[name] = value;
        }

        return request;
    }
}
