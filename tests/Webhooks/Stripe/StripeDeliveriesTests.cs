using Azure.Identity;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.Logging.Abstractions;
using Plumbline.Ledger;
using Plumbline.Platform;
using Plumbline.Tenants;
using Plumbline.Tests.Platform;
using Plumbline.Tests.Support;
using Plumbline.Webhooks.Stripe;

namespace Plumbline.Tests.Webhooks.Stripe;

[Trait("Category", "Sql")]
public sealed class StripeDeliveriesTests(LedgerDatabase ledger) : IClassFixture<LedgerDatabase>
{
    private const string SigningSecret = "whsec_of_this_test";

    [Fact]
    public async Task Receive_ChargeOfAClientsCustomer_LinksThem()
    {
        var tenant = await ledger.AddTenantAsync(slug: "linked");

        var answer = await ReceiveAsync("linked", hashKey: "k1", StripeEvents.Charge(metadata: new() { ["client_id"] = "c1" }));

        answer.Status.ShouldBe(StatusCodes.Status200OK);
        var hash = new ContactHash("k1"u8.ToArray(), tenant).OfEmail("jenny.rosen@example.com")!;
        (await ledger.ListAsync("select concat_ws(':', kind, from_id, to_id) from ledger.links where tenant_id = $1 order by 1", row => row.GetString(0), tenant))
            .ShouldBe(["customer_client:cus_1:c1", $"customer_email:cus_1:{Convert.ToHexStringLower(hash)}", "movement_transaction:ch:ch_1:capture:txn_ch_1"]);
    }

    [Fact]
    public async Task Receive_WithoutAKeyForHashes_IsNotStoredAndSaysWhy()
    {
        var tenant = await ledger.AddTenantAsync(slug: "keyless");

        var answer = await ReceiveAsync("keyless", hashKey: null, StripeEvents.Charge());

        answer.Status.ShouldBe(StatusCodes.Status500InternalServerError);
        answer.Member("type").ShouldBe("urn:plumbline:problem:not-stored");
        answer.Member("detail").ShouldBe("The secret contact-hash does not exist yet.");
        (await ledger.ScalarAsync<long>("select count(*) from ledger.raw_events where tenant_id = $1", tenant)).ShouldBe(0);
    }

    private async Task<Answer> ReceiveAsync(string slug, string? hashKey, byte[] body)
    {
        var time = TimeProvider.System;
        var configuration = new ConfigurationBuilder().AddInMemoryCollection(new Dictionary<string, string?>
        {
            [$"Secrets:stripe-webhook--{slug}"] = SigningSecret,
            ["Secrets:contact-hash"] = hashKey,
        }).Build();
        var secrets = new Secrets(configuration, new DefaultAzureCredential(), time, NullLogger<Secrets>.Instance);
        var tenants = new TenantDirectory(ledger.Database, time);
        var deliveries = new StripeDeliveries(
            new TenantSecrets(secrets, tenants), secrets, tenants, Limits.Usual(), new LedgerWriter(ledger.Database, Metering.Off), Metering.Off, time, NullLogger<StripeDeliveries>.Instance);
        var request = new DefaultHttpContext().Request;
        request.Body = new MemoryStream(body);
        request.Headers["Stripe-Signature"] = StripeEvents.Sign(body, SigningSecret, time.GetUtcNow());
        return await Answer.OfAsync(await deliveries.ReceiveAsync(request, slug, TestContext.Current.CancellationToken));
    }
}
