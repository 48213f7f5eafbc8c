using System.Net;
using System.Net.Http.Headers;
using System.Text;
using Plumbline.Tests.Support;
using Plumbline.Tests.Webhooks.Events;

namespace Plumbline.Tests.EndToEnd;

/// <summary>How much one request may bring: 1,000 events, and 1 MiB.</summary>
public sealed class EventLimitsTests(EventsTests.App fixture) : IClassFixture<EventsTests.App>
{
    private const int Mebibyte = 1024 * 1024;

    private readonly string source = $"{Guid.NewGuid():n}";

    private FunctionApp Running => fixture.Running;

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Post_AThousandItems_AreStoredAndOneMoreIsRefused()
    {
        var items = Views(1001);

        var (status, body) = await PostAsync(CloudEvents.Batch(items), EventPost.Batch);
        status.ShouldBe(HttpStatusCode.BadRequest);
        body.ShouldContain("1000");
        (await StoredAsync()).ShouldBe(0);

        var most = await PostAsync(CloudEvents.Batch(items[1..]), EventPost.Batch);
        (most.Status, EventPost.Outcomes(most.Body).Count(outcome => outcome == "stored")).ShouldBe((HttpStatusCode.OK, 1000));
        (await StoredAsync()).ShouldBe(1000);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Post_AThousandItemsInExactlyAMebibyte_AreStoredAndOneByteMoreIs413(bool chunked)
    {
        var batch = CloudEvents.Batch(Views(1000));
        var largest = Encoding.UTF8.GetString(batch).Replace("\"path\":\"/pricing\"", $"\"path\":\"/pricing?{new string('q', (Mebibyte - batch.Length) / 1000 - 1)}\"", StringComparison.Ordinal);
        largest = $"{largest[..^1]}{new string(' ', Mebibyte - largest.Length)}]";

        var tooLarge = await PostAsync(Encoding.UTF8.GetBytes($"{largest} "), EventPost.Batch, chunked);
        (tooLarge.Status, await StoredAsync()).ShouldBe((HttpStatusCode.RequestEntityTooLarge, 0));
        tooLarge.Body.ShouldContain("urn:plumbline:problem:too-large");

        var most = await PostAsync(Encoding.UTF8.GetBytes(largest), EventPost.Batch, chunked);
        (most.Status, EventPost.Outcomes(most.Body).Count(outcome => outcome == "stored")).ShouldBe((HttpStatusCode.OK, 1000));
        (await StoredAsync()).ShouldBe(1000);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Post_OneEventOfExactlyAMebibyte_IsStoredWithEveryByteAndOneByteMoreIs413(bool chunked)
    {
        byte[] Event(int length)
        {
            var bare = CloudEvents.PageViewed("large", envelope: item => (item["source"], item["padding"]) = (source, ""));
            return CloudEvents.PageViewed("large", envelope: item => (item["source"], item["padding"]) = (source, new string('p', length - bare.Length)));
        }

        var tooLarge = await PostAsync(Event(Mebibyte + 1), EventPost.Single, chunked);
        (tooLarge.Status, await StoredAsync()).ShouldBe((HttpStatusCode.RequestEntityTooLarge, 0));

        var most = await PostAsync(Event(Mebibyte), EventPost.Single, chunked);
        (most.Status, most.Body).ShouldBe((HttpStatusCode.OK, """{"id":"large","outcome":"stored"}"""));
        (await Running.ScalarAsync<string>($"""
            select encode(sha256(b.body), 'hex') from ledger.raw_events as e join ledger.bodies as b on b.tenant_id = e.tenant_id and b.event_seq = e.seq
            where e.source_key = '{source}|large'
            """)).ShouldBe(Convert.ToHexStringLower(System.Security.Cryptography.SHA256.HashData(Event(Mebibyte))));
    }

    [Fact]
    public async Task Post_BatchWithAFaultDeepInAnItem_PointsAtItAndStoresTheRest()
    {
        var items = Views(3);
        items[1] = CloudEvents.Example(
            "deal.split",
            data => data["shares"]![1]!["percent"] = 101,
            item => (item["source"], item["id"]) = (source, "split"));

        var (status, body) = await PostAsync(CloudEvents.Batch(items), EventPost.Batch);

        (status, string.Join(',', EventPost.Outcomes(body)), await StoredAsync()).ShouldBe((HttpStatusCode.OK, "stored,rejected,stored", 2));
        body.ShouldContain("""{"index":1,"id":"split","outcome":"rejected","pointer":"/data/shares/1/percent","detail":"percent must be from 0 to 100."}""");
    }

    private byte[][] Views(int count) =>
        [.. Enumerable.Range(0, count).Select(index => CloudEvents.PageViewed($"{index}", envelope: item => item["source"] = source))];

    private Task<long> StoredAsync() => Running.CountAsync($"select count(*) from ledger.raw_events where source_key like '{source}|%'");

    private async Task<(HttpStatusCode Status, string Body)> PostAsync(byte[] body, string contentType, bool chunked = false)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, "/api/events/demo") { Content = new ByteArrayContent(body) };
        request.Content.Headers.ContentType = new MediaTypeHeaderValue(contentType);
        request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", Running.Token);
        request.Headers.TransferEncodingChunked = chunked;
        using var response = await Running.Http.SendAsync(request, Cancel);
        return (response.StatusCode, await response.Content.ReadAsStringAsync(Cancel));
    }
}
