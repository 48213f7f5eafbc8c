using System.Text;
using Azure.Core;
using Azure.Identity;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Plumbline.Ledger;
using Plumbline.Local.Demo;
using Plumbline.Local.Demo.Company;
using Plumbline.Local.Sources;
using Plumbline.Platform;
using Plumbline.Reconciliation;
using Plumbline.Reconciliation.Checks;
using Plumbline.Reconciliation.GoHighLevel;
using Plumbline.Reconciliation.Stripe;
using Plumbline.Tenants;
using Plumbline.Tests.Local;
using Plumbline.Tests.Platform;
using Plumbline.Tests.Support;
using Plumbline.Webhooks.GoHighLevel;
using Plumbline.Webhooks.Stripe;

namespace Plumbline.Tests.Reconciliation;

/// <summary>Generated businesses, their sources' APIs on this machine, and a ledger that a bad post reaches.</summary>
public sealed class BadPostOffice(SharedAzurite azurite) : IAsyncLifetime
{
    private const string HashKey = "a key of these tests";
    private const int BatchSize = 250;

    private readonly ManualTime time = new(DemoPlan.StartOf(Anchor).AddDays(2));
    private WebApplication server = null!;
    private IHost host = null!;

    public static DateOnly Anchor { get; } = new(2026, 5, 1);

    public LedgerDatabase Ledger { get; } = new();

    internal StripeApi Stripe { get; private set; } = null!;

    internal GoHighLevelApi GoHighLevel { get; private set; } = null!;

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync()
    {
        await Ledger.InitializeAsync();
        (Stripe, GoHighLevel) = (new StripeApi(time), new GoHighLevelApi(time));
        var web = WebApplication.CreateEmptyBuilder(new WebApplicationOptions());
        web.WebHost.UseKestrelCore().UseUrls("http://127.0.0.1:0");
        web.Services.AddRoutingCore();
        server = web.Build();
        Stripe.Map(server, "/stripe");
        GoHighLevel.Map(server, "/ghl");
        await server.StartAsync(Cancel);

        var builder = Host.CreateEmptyApplicationBuilder(null);
        foreach (var (name, value) in new Dictionary<string, string?>
        {
            ["SendGrid:BaseUrl"] = "http://127.0.0.1:9/",
            ["SendGrid:From"] = "digest@plumbline.example",
            ["Stripe:BaseUrl"] = $"{server.Urls.Single()}/stripe/",
            ["GoHighLevel:BaseUrl"] = $"{server.Urls.Single()}/ghl/",
            ["Secrets:contact-hash"] = HashKey,
            ["AzureWebJobsStorage"] = await azurite.ConnectionStringAsync(),
        })
        {
            builder.Configuration[name] = value;
        }

        builder.Services.AddLogging().AddSingleton<TimeProvider>(time).AddSingleton<TokenCredential>(new DefaultAzureCredential())
            .AddSingleton<Secrets>().AddSingleton<Storage>().AddSingleton(_ => new Database(Ledger.App, time)).AddSingleton<RateLimits>().AddSingleton(Metering.Off);
        builder.Services.AddOptions<RateLimitOptions>();
        builder.Services.AddOptions<PublicOptions>().Configure(options => options.Url = "https://plumbline.example/");
        builder.AddTenants();
        builder.AddLedger();
        builder.AddStripeWebhooks();
        builder.AddGoHighLevelWebhooks();
        Plumbline.Digest.DigestServices.AddDigest(builder);
        builder.AddReconciliation();
        builder.AddStripeReconciliation();
        builder.AddGoHighLevelReconciliation();
        host = builder.Build();
    }

    public async ValueTask DisposeAsync()
    {
        host?.Dispose();
        if (server is not null)
        {
            await server.DisposeAsync();
        }

        await Ledger.DisposeAsync();
    }

    /// <summary>A tenant with the sources' whole truth behind it.</summary>
    internal async Task<Tenant> OpenAsync(DemoWorld world, IEnumerable<DemoDelivery> undelivered)
    {
        var id = await Ledger.AddTenantAsync(DemoPlan.TimeZone, firstMonth: $"{world.Plan.FirstMonth:yyyy-MM-dd}");
        var slug = await Ledger.ScalarAsync<string>("select slug from config.tenants where tenant_id = $1", id);
        var key = $"sk_live_{slug}";
        var configuration = host.Services.GetRequiredService<Microsoft.Extensions.Configuration.IConfiguration>();
        configuration[$"Secrets:stripe-api--{slug}"] = key;
        configuration[$"Secrets:ghl-api--{slug}"] = GoHighLevelLocationBuilder.Token;
        Stripe.Add(key, StripeAccountBuilder.Of(world, undelivered));
        GoHighLevel.Add(GoHighLevelLocationBuilder.Of(world));
        var tenant = (await new TenantDirectory(Ledger.Database, time).FindAsync(slug, Cancel))!;
        return tenant with
        {
            Crm = new CrmSettings
            {
                LocationId = DemoCompany.LocationId,
                FunnelField = DemoCompany.FunnelField,
                Stages = [.. ((Pipeline[])[DemoCompany.Sales, DemoCompany.Renewals]).SelectMany(pipeline => pipeline.Stages, (pipeline, stage) => new PipelineStage(pipeline.Id, stage.Id, stage.Name))],
            },
        };
    }

    internal async Task DeliverAsync(Tenant tenant, IEnumerable<DemoDelivery> deliveries)
    {
        var hash = new ContactHash(Encoding.UTF8.GetBytes(HashKey), tenant.Id);
        var writer = new LedgerWriter(Ledger.Database, Metering.Off);
        foreach (var batch in deliveries.Select(Map).Chunk(BatchSize))
        {
            await writer.AppendAsync(batch, Cancel);
        }

        Delivery Map(DemoDelivery delivery)
        {
            var body = Encoding.UTF8.GetBytes(delivery.Body);
            return delivery.Channel == DemoChannel.Stripe
                ? StripeEventMapper.Map(new StripeContext(tenant, hash, time.GetUtcNow()), body)
                : GoHighLevelMapper.MapNative(new GoHighLevelContext(tenant, hash, time.GetUtcNow()), body);
        }
    }

    internal Reconciler NewReconciler() => new(
        host.Services.GetRequiredService<Database>(), host.Services.GetServices<IReconciliationPart>(), host.Services.GetRequiredService<ReconciliationOutbox>(),
        host.Services.GetRequiredService<ReconciliationAlerts>(), time, host.Services.GetRequiredService<ILogger<Reconciler>>());

    /// <summary>Without a message: another test looks at what is in the queue.</summary>
    internal async Task<Guid> RequestAsync(Tenant tenant)
    {
        var run = Guid.NewGuid();
        await Ledger.ExecuteAsync("insert into ops.reconciliations (tenant_id, run_id, requested_by) values ($1, $2, 'test')", tenant.Id, run);
        return run;
    }

    internal async Task<ReconciliationJson> ReadAsync(Tenant tenant, Guid run) =>
        (await host.Services.GetRequiredService<ReconciliationReader>().FindAsync(tenant, run, Cancel)).ShouldNotBeNull();

    /// <summary>What the ledger's own checks of refunds find.</summary>
    internal async Task<IReadOnlyList<string>> CheckMoneyAsync(Tenant tenant)
    {
        await using var session = await host.Services.GetRequiredService<Database>().OpenAsync(tenant.Id, Cancel);
        var found = new List<string>();
        foreach (var check in CheckLibrary.All.Where(check => check.Name is "refund_totals" or "refunds_without_charge"))
        {
            found.AddRange((await CheckAnswer.ReadAsync(session, tenant.Id, check, Cancel)).Rows.Select(row => $"{check.Name} {row.Detail}"));
        }

        return found;
    }
}
