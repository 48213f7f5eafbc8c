using System.Net;
using System.Text;
using Plumbline.Tests.Local.Samples;

namespace Plumbline.Tests.Local;

public sealed class AdminEndpointTests(SharedAzurite storage) : IAsyncLifetime
{
    private TestHost host = null!;

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync() => host = await TestHost.StartAsync(
        [typeof(HttpSamples), typeof(TimerSamples.Yearly), typeof(QueueSamples.Text)],
        new()
        {
            ["Queues:Sample"] = $"q{Guid.NewGuid():N}",
            ["AzureWebJobsStorage"] = await storage.ConnectionStringAsync(),
        },
        cancel: Cancel);

    public async ValueTask DisposeAsync() => await host.DisposeAsync();

    [Theory]
    [InlineData("")]
    [InlineData("{}")]
    [InlineData("{\"input\":\"\"}")]
    public async Task Fire_Timer_202AndItRuns(string body)
    {
        (await FireAsync("Yearly", TestHost.MasterKey, body)).ShouldBe(HttpStatusCode.Accepted);
        (await host.Recorder.WaitForAsync(1, Cancel))[0].ShouldStartWith("past due False");
    }

    [Fact]
    public async Task Fire_QueueFunction_202AndItRunsWithTheInput()
    {
        (await FireAsync("text", TestHost.MasterKey, """{"input":"hello"}""")).ShouldBe(HttpStatusCode.Accepted);
        (await host.Recorder.WaitForAsync(1, Cancel)).ShouldBe(["hello"]);
    }

    [Theory]
    [InlineData("Yearly", null, "", HttpStatusCode.Unauthorized)]
    [InlineData("Yearly", TestHost.FunctionKey, "", HttpStatusCode.Unauthorized)]
    [InlineData("Nothing", TestHost.FunctionKey, "", HttpStatusCode.Unauthorized)]
    [InlineData("Nothing", TestHost.MasterKey, "", HttpStatusCode.NotFound)]
    [InlineData("Greet", TestHost.MasterKey, "", HttpStatusCode.BadRequest)]
    [InlineData("Yearly", TestHost.MasterKey, "{", HttpStatusCode.BadRequest)]
    public async Task Fire_NotAllowedOrNotPossible_SaysSoAndRunsNothing(string name, string? key, string body, HttpStatusCode status)
    {
        (await FireAsync(name, key, body)).ShouldBe(status);
        host.Recorder.Entries.ShouldBeEmpty();
    }

    private async Task<HttpStatusCode> FireAsync(string name, string? key, string body)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, $"admin/functions/{name}")
        {
            Content = new StringContent(body, Encoding.UTF8, "application/json"),
        };
        if (key is not null) request.Headers.Add("x-functions-key", key);
        using var response = await host.Http.SendAsync(request, Cancel);
        return response.StatusCode;
    }
}
