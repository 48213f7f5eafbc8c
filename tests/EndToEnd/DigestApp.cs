using System.Net;
using System.Net.Http.Json;
using System.Text.Json;
using Azure.Storage.Queues;
using Plumbline.Tests.Support;

namespace Plumbline.Tests.EndToEnd;

/// <summary>The app on 3 June 2026, and what the tests of the digest's delivery ask of it.</summary>
[CollectionDefinition(nameof(DigestApp))]
public sealed class DigestApp : IAsyncLifetime, ICollectionFixture<DigestApp>
{
    public const string LinkKey = "k1:AQEBAQEBAQEBAQEBAQEBAQEBAQEBAQEBAQEBAQEBAQE=";

    public static readonly DateTimeOffset Now = new(2026, 6, 3, 12, 1, 0, TimeSpan.Zero);

    public FunctionApp Running { get; } = new() { Now = Now, Settings = { ["Secrets__link-signing"] = LinkKey } };

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    public ValueTask InitializeAsync() => Running.InitializeAsync();

    public ValueTask DisposeAsync() => Running.DisposeAsync();

    /// <summary>Creates a tenant whose May is closed. Its digest goes out by itself.</summary>
    /// <returns>A token of the tenant's.</returns>
    public async Task<string> AddClosedAsync(string slug, params string[] recipients)
    {
        var token = await Running.AddTenantAsync(slug, firstMonth: "2026-05", recipients: recipients);
        await FreezeAsync(slug, token);
        return token;
    }

    public async Task FreezeAsync(string slug, string token)
    {
        using var response = await Running.SendAsync(HttpMethod.Post, $"/api/manage/{slug}/months/2026-05/freeze", token: token);
        response.StatusCode.ShouldBe(HttpStatusCode.OK, await response.Content.ReadAsStringAsync(Cancel));
    }

    public async Task PutAsync(string slug, object more)
    {
        using var response = await Running.SendAsync(HttpMethod.Put, $"/api/manage/tenants/{slug}", more, key: Running.FunctionKey);
        response.StatusCode.ShouldBe(HttpStatusCode.OK, await response.Content.ReadAsStringAsync(Cancel));
    }

    public async Task<HttpStatusCode> RequestDigestAsync(string slug, string token, object? body = null)
    {
        using var response = await Running.SendAsync(HttpMethod.Post, $"/api/manage/{slug}/months/2026-05/digest", body, token);
        return response.StatusCode;
    }

    public async Task FireAsync(string function, string input = "")
    {
        using var response = await Running.SendAsync(HttpMethod.Post, $"/admin/functions/{function}", new { input }, key: Running.MasterKey);
        response.StatusCode.ShouldBe(HttpStatusCode.Accepted);
    }

    /// <summary>The next mails are answered so, whoever they are to.</summary>
    public async Task RefuseNextAsync(int count, int status = 400)
    {
        using var response = await Running.Http.PostAsJsonAsync("/local/sendgrid/fail", new { status, count }, Cancel);
        response.EnsureSuccessStatusCode();
    }

    /// <summary>Newest first.</summary>
    public async Task<List<JsonElement>> MailsToAsync(string address) =>
        [.. (await Running.MailAsync()).Where(mail => mail.GetProperty("to").ToString().Contains(address, StringComparison.Ordinal))];

    public Task MailsToAsync(string address, int count) =>
        Running.EventuallyAsync(async () => (await MailsToAsync(address)).Count == count, $"{count} mails to {address}", seconds: 20);

    public Task DoneAsync(string slug) => Running.EventuallyAsync(() => Running.ScalarAsync<bool>(
        $"select d.sent_at is not null from ops.digests d join config.tenants t using (tenant_id) where t.slug = '{slug}'"), $"the digest of {slug}", seconds: 20);

    public QueueClient Queue(string name) => new(Running.StorageConnectionString, name, new QueueClientOptions { MessageEncoding = QueueMessageEncoding.Base64 });
}
