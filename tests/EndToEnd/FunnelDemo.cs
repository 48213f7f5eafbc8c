using System.Net.Http.Headers;
using System.Text.Json;
using System.Text.RegularExpressions;
using Plumbline.Local.Demo;
using Plumbline.Tests.Support;

namespace Plumbline.Tests.EndToEnd;

/// <summary>The app with the sample business in it, from March 2025 to April 2026. The clock says 14 May 2026.</summary>
[CollectionDefinition(nameof(FunnelDemo))]
public sealed partial class FunnelDemo : IAsyncLifetime, ICollectionFixture<FunnelDemo>
{
    public FunctionApp Running { get; } = new() { Now = new DateTimeOffset(2026, 5, 14, 13, 0, 0, TimeSpan.Zero) };

    public DemoTruth Truth { get; } = DemoGenerator.Generate(DemoPlan.Of(new DateOnly(2026, 5, 1))).Truth;

    /// <summary>Path and query, as the digest links to it.</summary>
    public string MonthPage { get; private set; } = "";

    public async ValueTask InitializeAsync()
    {
        await Running.InitializeAsync();
        await Running.StopAsync();
        (await Running.RunAsync("demo", "--exit")).ShouldBe(0, Running.Output);
        MonthPage = PageUrl().Match(Running.Output).Value;
        await Running.StartAsync();
    }

    public ValueTask DisposeAsync() => Running.DisposeAsync();

    public async Task<HttpResponseMessage> GetAsync(string path, string? accept = null, string? ifNoneMatch = null)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, path);
        request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", Running.Token);
        if (accept is not null)
        {
            request.Headers.Accept.ParseAdd(accept);
        }

        if (ifNoneMatch is not null)
        {
            request.Headers.TryAddWithoutValidation("If-None-Match", ifNoneMatch);
        }

        return await Running.Http.SendAsync(request, TestContext.Current.CancellationToken);
    }

    public async Task<JsonElement> ReadAsync(string path)
    {
        using var response = await GetAsync(path);
        return await ReadAsync(response);
    }

    public static async Task<JsonElement> ReadAsync(HttpResponseMessage response) =>
        JsonDocument.Parse(await response.Content.ReadAsStringAsync(TestContext.Current.CancellationToken)).RootElement;

    /// <summary>How many came to a stage.</summary>
    public static long Clients(JsonElement of, string stage) =>
        of.GetProperty("stages").EnumerateArray().Single(one => one.GetProperty("stage").GetString() == stage).GetProperty("clients").GetInt64();

    [GeneratedRegex(@"/api/pages/demo/months/\S+")]
    private static partial Regex PageUrl();
}
