using System.Net;
using System.Text.Json;
using Plumbline.Tests.Local.Samples;

namespace Plumbline.Tests.Local;

public sealed class HttpFunctionsTests : IAsyncLifetime
{
    private TestHost host = null!;

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync() => host = await TestHost.StartAsync([typeof(HttpSamples)], cancel: Cancel);

    public async ValueTask DisposeAsync() => await host.DisposeAsync();

    [Fact]
    public async Task Route_WithParameter_IsBoundBelowThePrefix()
    {
        var body = await host.Http.GetStringAsync("api/greet/J%C3%B6rg?q=1", Cancel);
        body.ShouldBe("""{"hello":"Jörg","query":"1"}""", StringCompareShould.IgnoreCase);
    }

    [Theory]
    [InlineData("GET")]
    [InlineData("DELETE")]
    [InlineData("PATCH")]
    public async Task Route_NotGiven_IsTheFunctionsNameForEveryMethod(string method)
    {
        using var request = new HttpRequestMessage(new HttpMethod(method), "api/noroute");
        using var response = await host.Http.SendAsync(request, Cancel);
        ((int)response.StatusCode).ShouldBe(203);
        (await response.Content.ReadAsStringAsync(Cancel)).ShouldBe(method);
    }

    [Theory]
    [InlineData("api/unknown", "GET")]
    [InlineData("greet/x", "GET")]
    [InlineData("api/greet/x", "POST")]
    [InlineData("api/quiet/notanumber", "PUT")]
    public async Task Request_NoFunctionAnswers_404WithoutBody(string path, string method)
    {
        using var request = new HttpRequestMessage(new HttpMethod(method), path);
        using var response = await host.Http.SendAsync(request, Cancel);
        response.StatusCode.ShouldBe(HttpStatusCode.NotFound);
        (await response.Content.ReadAsStringAsync(Cancel)).ShouldBeEmpty();
    }

    [Theory]
    [InlineData("api/guarded", null, 401)]
    [InlineData("api/guarded", "wrong", 401)]
    [InlineData("api/guarded", TestHost.FunctionKey, 200)]
    [InlineData("api/guarded", TestHost.MasterKey, 200)]
    [InlineData("api/guarded?code=" + TestHost.FunctionKey, null, 200)]
    [InlineData("api/guarded?code=wrong", null, 401)]
    [InlineData("api/masteronly", TestHost.FunctionKey, 401)]
    [InlineData("api/masteronly", TestHost.MasterKey, 200)]
    public async Task Level_WithKey_LetsInOnlyWhoHoldsIt(string path, string? key, int status)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, path);
        if (key is not null) request.Headers.Add("x-functions-key", key);
        using var response = await host.Http.SendAsync(request, Cancel);
        ((int)response.StatusCode).ShouldBe(status);
        if (status == 401) (await response.Content.ReadAsStringAsync(Cancel)).ShouldBeEmpty();
    }

    [Fact]
    public async Task Function_Throws_500WithoutItsText()
    {
        using var response = await host.Http.GetAsync("api/throws", Cancel);
        response.StatusCode.ShouldBe(HttpStatusCode.InternalServerError);
        response.Content.Headers.ContentType!.MediaType.ShouldBe("application/problem+json");
        var body = await response.Content.ReadAsStringAsync(Cancel);
        body.ShouldNotContain("hunter2");
        using var problem = JsonDocument.Parse(body);
        problem.RootElement.EnumerateObject().Select(property => property.Name).ShouldBe(["title", "status"]);
    }

    [Fact]
    public async Task RouteValue_OfSimpleType_IsConverted()
    {
        (await host.Http.GetStringAsync("api/twice/21", Cancel)).ShouldBe("42");
        using var bad = await host.Http.GetAsync("api/twice/many", Cancel);
        bad.StatusCode.ShouldBe(HttpStatusCode.BadRequest);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task Body_LargerThanKestrelsDefaultLimit_ReachesTheFunction(bool chunked)
    {
        const int length = 40_000_000;
        using var request = new HttpRequestMessage(HttpMethod.Post, "api/bodylength") { Content = new ByteArrayContent(new byte[length]) };
        request.Headers.TransferEncodingChunked = chunked;
        using var response = await host.Http.SendAsync(request, Cancel);
        (await response.Content.ReadAsStringAsync(Cancel)).ShouldBe($"{length}");
    }

    [Fact]
    public async Task Function_ReturnsFile_IsWritten()
    {
        using var response = await host.Http.GetAsync("api/file?name=x.csv", Cancel);
        response.Content.Headers.ContentDisposition!.FileName.ShouldBe("x.csv");
        (await response.Content.ReadAsStringAsync(Cancel)).ShouldBe("a,b\n");
    }

    [Fact]
    public async Task Function_ReturnsNothing_200AndItsClassIsDisposed()
    {
        using var response = await host.Http.PutAsync("api/quiet/7", content: null, Cancel);
        response.StatusCode.ShouldBe(HttpStatusCode.OK);
        (await host.Recorder.WaitForAsync(2, Cancel)).ShouldBe(["PUT 7", "disposed"]);
    }

    [Fact]
    public async Task Function_Throws_TheNextRequestIsServed()
    {
        for (var i = 0; i < 3; i++) (await host.Http.GetAsync("api/throws", Cancel)).Dispose();
        (await host.Http.GetStringAsync("api/twice/1", Cancel)).ShouldBe("2");
    }
}
