using Azure.Identity;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Options;
using Plumbline.Ledger;
using Plumbline.Local.Sources;
using Plumbline.Platform;
using Plumbline.Reconciliation;
using Plumbline.Reconciliation.Sources;
using Plumbline.Reconciliation.Stripe;
using Plumbline.Tenants;
using Plumbline.Tests.Digest;
using Plumbline.Tests.Support;
using Plumbline.Webhooks.Stripe;

namespace Plumbline.Tests.Reconciliation.Stripe;

/// <summary>A tenant whose ledger is held against a Stripe on this machine, as the app does it.</summary>
internal sealed class Comparing : IAsyncDisposable
{
    public const string Key = "sk_live_of_these_tests";

    private const string HashKey = "a key of these tests";

    private readonly LedgerDatabase ledger;
    private readonly WebApplication server;
    private readonly ServiceProvider services;
    private readonly string key;

    private Comparing(LedgerDatabase ledger, Tenant tenant, WebApplication server, StripeApi api, HurriedTime time, string key)
    {
        (this.ledger, Tenant, this.server, Api, Time, this.key) = (ledger, tenant, server, api, time, key);
        services = new ServiceCollection().AddHttpClient().BuildServiceProvider();
    }

    /// <summary>Ten days after everything.</summary>
    public static DateTimeOffset Now => Books.At.AddDays(10);

    public Tenant Tenant { get; }

    public StripeApi Api { get; }

    public HurriedTime Time { get; }

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    public static async Task<Comparing> BeginAsync(
        LedgerDatabase ledger, Books books, string key = Key, TimeSpan theirsAhead = default, (string Name, Books Books)? connected = null)
    {
        var id = await ledger.AddTenantAsync();
        var slug = await ledger.ScalarAsync<string>("select slug from config.tenants where tenant_id = $1", id);
        var tenant = (await new TenantDirectory(ledger.Database, TimeProvider.System).FindAsync(slug, Cancel))!;
        var api = new StripeApi(new HurriedTime(Now + theirsAhead));
        api.Add(key, books.Account);
        if (connected is { } other)
        {
            api.Add(key, other.Books.Account, other.Name);
            tenant = tenant with { StripeAccounts = [other.Name] };
        }

        var builder = WebApplication.CreateEmptyBuilder(new WebApplicationOptions());
        builder.WebHost.UseKestrelCore().UseUrls("http://127.0.0.1:0");
        builder.Services.AddRoutingCore();
        var server = builder.Build();
        api.Map(server, "/local/stripe");
        await server.StartAsync(Cancel);
        return new Comparing(ledger, tenant, server, api, new HurriedTime(Now, TimeSpan.FromSeconds(30)), key);
    }

    /// <summary>The app as it is after a start: it remembers nothing.</summary>
    public StripePart Part(string? apiKey = null)
    {
        var configuration = new ConfigurationBuilder().AddInMemoryCollection(new Dictionary<string, string?>
        {
            [$"Secrets:{ContactHash.SecretName}"] = HashKey,
            [$"Secrets:stripe-api--{Tenant.Slug}"] = apiKey ?? key,
        }).Build();
        var secrets = new Secrets(configuration, new DefaultAzureCredential(), Time, NullLogger<Secrets>.Instance);
        var client = new StripeApiClient(
            new SourceClient(services.GetRequiredService<IHttpClientFactory>(), Time),
            Options.Create(new StripeOptions { BaseUrl = $"{server.Urls.Single()}/local/stripe" }));
        return new StripePart(client, new TenantSecrets(secrets, new TenantDirectory(ledger.Database, Time)), secrets, new LedgerWriter(ledger.Database, Metering.Off));
    }

    public Task<ReconciliationRun> NewRunAsync(DateTimeOffset? since = null) => Runs.BeginAsync(ledger, Tenant, "stripe", Time, since);

    /// <summary>Runs to its end, and settles what it no longer found as the reconciler does.</summary>
    public async Task<List<string>> CompareAsync(DateTimeOffset? since = null)
    {
        var run = await NewRunAsync(since);
        (await Part().RunAsync(run, Cancel)).ShouldBeOfType<PartResult.Completed>();
        return await EndAsync(run);
    }

    public async Task<List<string>> EndAsync(ReconciliationRun run)
    {
        await ledger.ExecuteAsync(
            """
            insert into recon.findings (tenant_id, check_name, subject, status, severity, source, detail, occurred_at, event_seq, fact_rows, actor)
            select f.tenant_id, f.check_name, f.subject, 'resolved', f.severity, f.source, f.detail, f.occurred_at, f.event_seq, f.fact_rows, 'test'
            from staging.findings as f
            where f.tenant_id = $1 and f.status <> 'resolved' and f.check_name like 'stripe%'
                and (f.check_name, f.subject) not in (select o.check_name, o.subject from ops.reconciliation_findings as o where o.run_id = $2)
            """,
            Tenant.Id, run.Id);
        return await Runs.ItemsAsync(ledger, run.Id);
    }

    public async Task PostAsync(Books books, params string[] except)
    {
        Delivery[] deliveries =
        [
            .. books.Webhooks.Where(webhook => !except.Contains(webhook.Movement))
                .Select(webhook => Map(webhook.Body)),
        ];
        if (deliveries.Length > 0)
        {
            await new LedgerWriter(ledger.Database, Metering.Off).AppendAsync(deliveries, Cancel);
        }
    }

    public Delivery Map(byte[] body) => StripeEventMapper.Map(
        new StripeContext(Tenant, new ContactHash(System.Text.Encoding.UTF8.GetBytes(HashKey), Tenant.Id), Now), body);

    public Task<List<string>> FindingsAsync() => Runs.FindingsAsync(ledger, Tenant.Id);

    /// <summary>Key, amount, currency and time of each movement, in their order.</summary>
    public Task<List<string>> MovementsAsync() => ListAsync(
        "select source_key || ' ' || amount_minor || ' ' || currency || ' ' || to_char(occurred_at at time zone 'UTC', 'DD HH24:MI') from ledger.raw_payments where tenant_id = $1 order by 1");

    /// <summary>What each movement came to: amount, fee and net.</summary>
    public Task<List<string>> SettlementsAsync() => ListAsync(
        """
        select from_id || ' ' || (attributes ->> 'amount_minor') || ' ' || (attributes ->> 'fee_minor') || ' ' || (attributes ->> 'net_minor') || ' ' || (attributes ->> 'currency')
        from ledger.links
        where tenant_id = $1 and kind = 'movement_settlement'
        order by 1
        """);

    public Task<List<string>> CorrectionsAsync() => ListAsync(
        """
        select measure || ' ' || amount || ' ' || currency || ' ' || to_char(occurred_at at time zone 'UTC', 'DD HH24:MI')
        from ledger.adjustments
        where tenant_id = $1 and source = 'reconciliation'
        order by source_key
        """);

    /// <summary>Cash by currency and day of January in New York, as reports have it; days without any are left out.</summary>
    public Task<List<string>> CashAsync() => ListAsync(
        """
        select currency || ' ' || extract(day from local_date) || ' ' || sum(value)
        from report.measures
        where tenant_id = $1 and measure = 'cash'
        group by currency, local_date
        having sum(value) <> 0
        order by currency, local_date
        """);

    /// <summary>How many rows each table has that a comparison writes to.</summary>
    public Task<List<string>> CountsAsync() => ListAsync(
        """
        select 'events ' || count(*) from ledger.raw_events where tenant_id = $1
        union all
        select 'movements ' || count(*) from ledger.raw_payments where tenant_id = $1
        union all
        select 'links ' || count(*) from ledger.links where tenant_id = $1
        union all
        select 'adjustments ' || count(*) from ledger.adjustments where tenant_id = $1
        union all
        select 'quarantine ' || count(*) from ledger.quarantine where tenant_id = $1
        """);

    public async ValueTask DisposeAsync()
    {
        await services.DisposeAsync();
        await server.DisposeAsync();
    }

    private Task<List<string>> ListAsync(string sql) => ledger.ListAsync(sql, row => row.GetString(0), Tenant.Id);
}
