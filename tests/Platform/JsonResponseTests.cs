using Plumbline.Platform;

namespace Plumbline.Tests.Platform;

public sealed class JsonResponseTests
{
    [Fact]
    public async Task Execute_Value_IsCamelCaseWithoutNulls()
    {
        var answer = await Answer.OfAsync(new JsonResponse(new { TenantId = 7, Missing = (string?)null, Nested = new { FirstMonth = "2026-01" } }));

        answer.Status.ShouldBe(200);
        answer.ContentType.ShouldBe("application/json; charset=utf-8");
        answer.Text.ShouldBe("""{"tenantId":7,"nested":{"firstMonth":"2026-01"}}""");
    }

    [Fact]
    public async Task Execute_StatusAndHeaders_AreSent()
    {
        var answer = await Answer.OfAsync(new JsonResponse(new { ok = true }, 201) { Headers = { ["Location"] = "/api/x" } });

        answer.Status.ShouldBe(201);
        answer.Headers.Location.ToString().ShouldBe("/api/x");
    }
}
