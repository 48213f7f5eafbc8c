using Microsoft.AspNetCore.Mvc;
using Plumbline.Platform;

namespace Plumbline.Tests.Platform;

public sealed class ProblemTests
{
    public static TheoryData<string, IActionResult, int> Problems => new()
    {
        { "invalid-request", Problem.Invalid("name must be text."), 400 },
        { "invalid-month", Problem.InvalidMonth("2026-13"), 400 },
        { "unverifiable", Problem.Unverifiable("No v1 signature matches the body."), 400 },
        { "unauthorized", Problem.Unauthorized(), 401 },
        { "forbidden", Problem.Forbidden("The token belongs to another tenant."), 403 },
        { "unknown-tenant", Problem.UnknownTenant(), 404 },
        { "not-found", Problem.NotFound("2026-01 is not frozen."), 404 },
        { "month-not-closed", Problem.Conflict("month-not-closed", "The month is not over", "It ends later."), 409 },
        { "too-large", Problem.TooLarge(1024), 413 },
        { "not-stored", Problem.NotStored("Send it again."), 500 },
    };

    [Theory]
    [MemberData(nameof(Problems))]
    public async Task Problem_Any_IsRfc9457(string type, IActionResult problem, int status)
    {
        var answer = await Answer.OfAsync(problem);

        answer.Status.ShouldBe(status);
        answer.ContentType.ShouldBe("application/problem+json; charset=utf-8");
        var json = answer.Json();
        json.GetProperty("type").GetString().ShouldBe($"urn:plumbline:problem:{type}");
        json.GetProperty("status").GetInt32().ShouldBe(status);
        json.GetProperty("title").GetString().ShouldNotBeNullOrWhiteSpace();
        json.EnumerateObject().Select(member => member.Name).ShouldBeSubsetOf(["type", "title", "status", "detail"]);
    }

    [Fact]
    public async Task Unauthorized_SaysHowToAuthenticate() =>
        (await Answer.OfAsync(Problem.Unauthorized())).Headers.WWWAuthenticate.ToString().ShouldBe("Bearer");

    [Fact]
    public async Task InvalidMonth_LongText_IsCutShort()
    {
        var detail = (await Answer.OfAsync(Problem.InvalidMonth(new string('9', 5000)))).Member("detail");

        detail.ShouldContain(new string('9', 40) + "…");
        detail.Length.ShouldBeLessThan(200);
        detail.ShouldContain("yyyy-MM");
    }

    [Fact]
    public async Task UnknownTenant_WithoutDetail_LeavesItOut() =>
        (await Answer.OfAsync(Problem.UnknownTenant())).Json().TryGetProperty("detail", out _).ShouldBeFalse();
}
