using System.Security.Cryptography;
using System.Text;
using Azure.Identity;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Options;
using Npgsql;
using Plumbline.Ledger;
using Plumbline.Local.Demo;
using Plumbline.Platform;
using Plumbline.Tenants;
using Plumbline.Tests.EndToEnd;
using Plumbline.Tests.Support;
using Plumbline.Webhooks.GoHighLevel;

namespace Plumbline.Tests.Webhooks.GoHighLevel;

/// <summary>What goes wrong on the inside: whatever it is, GoHighLevel must be asked to send again.</summary>
public sealed class GoHighLevelDeliveriesTests(LedgerDatabase ledger) : IClassFixture<LedgerDatabase>
{
    private readonly string slug = $"t{Guid.NewGuid():n}"[..20];
    private readonly Dictionary<string, string?> settings = new() { ["Secrets:contact-hash"] = "key of this test's hashes" };

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Receive_Signed_IsStored()
    {
        (await ReceiveAsync(Deliveries())).ShouldBe((200, null));

        (await EventsAsync()).ShouldBe(1);
    }

    [Fact]
    public async Task Receive_WithoutTheKeyOfHashes_Is429()
    {
        settings.Clear();

        (await ReceiveAsync(Deliveries())).ShouldBe((429, "60"));
        (await EventsAsync()).ShouldBe(0);
    }

    [Fact]
    public async Task Receive_DatabaseGone_Is429()
    {
        await using var nowhere = NpgsqlDataSource.Create("Host=127.0.0.1;Port=1;Username=nobody;Timeout=2");

        (await ReceiveAsync(Deliveries(nowhere))).ShouldBe((429, "60"));
    }

    [Fact]
    public async Task Receive_AnythingElseFails_Is429()
    {
        var disposed = NpgsqlDataSource.Create(ledger.AppConnectionString);
        await disposed.DisposeAsync();

        (await ReceiveAsync(Deliveries(disposed))).ShouldBe((429, "60"));
    }

    [Fact]
    public async Task Receive_BodyCannotBeRead_Is429() =>
        (await ReceiveAsync(Deliveries(), body: new BrokenStream())).ShouldBe((429, "60"));

    [Fact]
    public async Task Receive_SenderHangsUpOnceItIsRead_IsStoredAllTheSame()
    {
        using var hangUp = new CancellationTokenSource();
        var body = new LastReadStream(Body(), hangUp.Cancel);

        await ReceiveAsync(Deliveries(), body: body, hangUp: hangUp);

        (await EventsAsync()).ShouldBe(1);
    }

    [Fact]
    public async Task Receive_SenderHangsUpAndItIsNotStored_IsNotAnswered()
    {
        using var hangUp = new CancellationTokenSource();
        await using var nowhere = NpgsqlDataSource.Create("Host=127.0.0.1;Port=1;Username=nobody;Timeout=2");

        await Should.ThrowAsync<OperationCanceledException>(
            () => ReceiveAsync(Deliveries(nowhere), body: new LastReadStream(Body(), hangUp.Cancel), hangUp: hangUp));
    }

    [Theory]
    [InlineData(true, false, 200)]
    [InlineData(false, false, 400)]
    [InlineData(true, true, 400)]
    public async Task Receive_SignedByTheOlderAlgorithm_OnlyWhereSetAndTheNewerIsMissing(bool accept, bool alsoNewer, int expected)
    {
        using var rsa = RSA.Create(2048);
        var options = new GoHighLevelOptions { AcceptRsa = accept, RsaPublicKey = Convert.ToBase64String(rsa.ExportSubjectPublicKeyInfo()) };
        var signature = Convert.ToBase64String(rsa.SignData(Body(), HashAlgorithmName.SHA256, RSASignaturePadding.Pkcs1));

        var (status, _) = await ReceiveAsync(Deliveries(options: options), headers: request =>
        {
            request.Headers["X-GHL-Signature"] = alsoNewer ? Convert.ToBase64String(new byte[64]) : "N/A";
            request.Headers["X-WH-Signature"] = signature;
        });

        status.ShouldBe(expected);
        (await EventsAsync()).ShouldBe(expected == 200 ? 1 : 0);
    }

    [Theory]
    [InlineData("GoHighLevel:PublicKey", "nonsense")]
    [InlineData("GoHighLevel:PublicKey", "")]
    [InlineData("GoHighLevel:AcceptRsa", "true")]
    public async Task Start_KeyThatCannotBeRight_Fails(string name, string value)
    {
        var builder = Host.CreateEmptyApplicationBuilder(new HostApplicationBuilderSettings());
        builder.Configuration.AddInMemoryCollection([new(name, value)]);
        builder.AddGoHighLevelWebhooks();
        using var host = builder.Build();

        (await Should.ThrowAsync<OptionsValidationException>(() => host.StartAsync(Cancel))).Message.ShouldContain("PublicKey");
    }

    private byte[] Body() => Encoding.UTF8.GetBytes($$"""{"type":"TaskCreate","locationId":"{{slug}}","webhookId":"wh_1"}""");

    private GoHighLevelDeliveries Deliveries(NpgsqlDataSource? source = null, GoHighLevelOptions? options = null)
    {
        var database = new Database(source ?? ledger.App, TimeProvider.System);
        var secrets = new Secrets(
            new ConfigurationBuilder().AddInMemoryCollection(settings).Build(), new DefaultAzureCredential(), TimeProvider.System, NullLogger<Secrets>.Instance);
        var tenants = new TenantDirectory(database, TimeProvider.System);
        return new GoHighLevelDeliveries(
            new TenantSecrets(secrets, tenants),
            secrets,
            tenants,
            Limits.Usual(),
            new LedgerWriter(database, Metering.Off),
            Metering.Off,
            Options.Create(options ?? new GoHighLevelOptions { PublicKey = GoHighLevelSigner.DemoPublicKey }),
            TimeProvider.System,
            NullLogger<GoHighLevelDeliveries>.Instance);
    }

    private async Task<(int Status, string? RetryAfter)> ReceiveAsync(
        GoHighLevelDeliveries deliveries, Action<HttpRequest>? headers = null, Stream? body = null, CancellationTokenSource? hangUp = null)
    {
        await GoHighLevelPost.AddTenantAsync(ledger.AdminConnectionString, slug, location: slug);
        var request = new DefaultHttpContext().Request;
        request.Body = body ?? new MemoryStream(Body());
        request.Headers["X-GHL-Signature"] = GoHighLevelSigner.Sign(Body());
        headers?.Invoke(request);

        var answer = (JsonResponse)await deliveries.ReceiveAsync(request, slug, hangUp?.Token ?? Cancel);
        return (answer.Status, answer.Headers.GetValueOrDefault("Retry-After"));
    }

    private Task<long> EventsAsync() => ledger.ScalarAsync<long>(
        "select count(*) from ledger.raw_events as e join config.tenants as t using (tenant_id) where t.slug = $1 and e.source_key = 'wh_1'", slug);

    private sealed class BrokenStream : MemoryStream
    {
        public override ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default) =>
            throw new BadHttpRequestException("Reading the request body timed out due to data arriving too slowly.", StatusCodes.Status408RequestTimeout);
    }

    /// <summary>Tells when it has been read to its end.</summary>
    private sealed class LastReadStream(byte[] bytes, Action ended) : MemoryStream(bytes)
    {
        public override async ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default)
        {
            var read = await base.ReadAsync(buffer, cancellationToken);
            if (read == 0)
            {
                ended();
            }

            return read;
        }
    }
}
