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
    // All but who asked, and what was found by whom: that is written down again.
    private const string RowCounts = """
        select string_agg(n.nspname || '.' || c.relname || ' '
            || (xpath('/row/n/text()', query_to_xml(format('select count(*) as n from %I.%I', n.nspname, c.relname), false, true, '')))[1]::text, e'\n' order by 1)
        from pg_class c join pg_namespace n on n.oid = c.relnamespace
        where c.relkind = 'r' and n.nspname in ('ledger', 'config', 'frozen') and c.relname not in ('audit', 'api_tokens')
        """;

    private const string OfDemo = "tenant_id = (select tenant_id from config.tenants where slug = 'demo')";

    public FunctionApp Running { get; } = new() { Now = new DateTimeOffset(2026, 5, 14, 13, 0, 0, TimeSpan.Zero) };

    public DemoTruth Truth { get; } = DemoGenerator.Generate(DemoPlan.Of(new DateOnly(2026, 5, 1))).Truth;

    /// <summary>What the demo printed.</summary>
    public string Printed { get; private set; } = "";

    /// <summary>How many events of the sample there were when it had ended, without those that were asked for.</summary>
    public long Events { get; private set; }

    /// <summary>What waited in quarantine then, by reason.</summary>
    public string Quarantined { get; private set; } = "";

    /// <summary>How many rows each table had then and, in a soak, after a second demo.</summary>
    public IReadOnlyList<string> Rows { get; private set; } = [];

    /// <summary>Path and query, as the digest links to it.</summary>
    public string MonthPage { get; private set; } = "";

    public async ValueTask InitializeAsync()
    {
        await Running.InitializeAsync();

        // Served for a while with nothing in it, as somebody would who looks at it first: no month closes empty by that.
        using var fired = await Running.SendAsync(HttpMethod.Post, "/admin/functions/FreezeMonthTimer", new { input = "" }, key: Running.MasterKey);
        fired.EnsureSuccessStatusCode();
        await Task.Delay(TimeSpan.FromSeconds(1));
        (await Running.StopAsync()).ShouldBe(0);
        await PlayAsync();
        Printed = Running.Output;
        MonthPage = PageUrl().Match(Printed).Value;
        Events = await Running.CountAsync($"select count(*) from ledger.raw_events where channel <> 'pull' and {OfDemo}");
        Quarantined = await Running.ScalarAsync<string>($"select string_agg(reason, ' ' order by reason) from ledger.quarantine where {OfDemo}");

        // A second run takes as long as the first: it has a place in the soak.
        if (Environment.GetEnvironmentVariable("SOAK") == "1")
        {
            await PlayAsync();
        }

        await Running.StartAsync();
    }

    private async Task PlayAsync()
    {
        (await Running.RunAsync("demo", "--exit")).ShouldBe(0, Running.Output);
        Rows = [.. Rows, await Running.ScalarAsync<string>(RowCounts)];
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
