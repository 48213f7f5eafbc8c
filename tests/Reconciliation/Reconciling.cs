using Azure.Core;
using Azure.Identity;
using Azure.Storage.Queues;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging.Abstractions;
using Plumbline.Access;
using Plumbline.Digest;
using Plumbline.Manage;
using Plumbline.Platform;
using Plumbline.Reconciliation;
using Plumbline.Tenants;
using Plumbline.Tests.Digest;
using Plumbline.Tests.Local;
using Plumbline.Tests.Support;

namespace Plumbline.Tests.Reconciliation;

/// <summary>The reconciler over a test's database, storage and mail.</summary>
public sealed class Reconciling(SharedAzurite azurite) : IAsyncLifetime
{
    public const string Admin = "admin@example.com";

    private SendGridServer mail = null!;
    private IHost host = null!;

    public LedgerDatabase Ledger { get; } = new();

    internal SendGridServer Mail => mail;

    internal ReconciliationOutbox Outbox => host.Services.GetRequiredService<ReconciliationOutbox>();

    internal ReconciliationAlerts Alerts => host.Services.GetRequiredService<ReconciliationAlerts>();

    internal ReconciliationReader Reader => host.Services.GetRequiredService<ReconciliationReader>();

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync()
    {
        await Ledger.InitializeAsync();
        mail = await SendGridServer.StartAsync(Cancel);
        var builder = Host.CreateEmptyApplicationBuilder(null);
        builder.Configuration.AddInMemoryCollection(
        [
            new("SendGrid:BaseUrl", mail.Url),
            new("SendGrid:From", "digest@plumbline.example"),
            new("PublicUrl", "https://plumbline.example"),
            new("Secrets:sendgrid-api", "SG.key"),
            new("AzureWebJobsStorage", await azurite.ConnectionStringAsync()),
        ]);
        builder.Services.AddLogging().AddSingleton(TimeProvider.System).AddSingleton<TokenCredential>(new DefaultAzureCredential())
            .AddSingleton<Secrets>().AddSingleton<Storage>().AddSingleton(_ => Ledger.Database);
        builder.Services.AddOptions<PublicOptions>().Configure(options => options.Url = "https://plumbline.example/");
        builder.AddDigest();
        builder.AddReconciliation();
        host = builder.Build();
    }

    public async ValueTask DisposeAsync()
    {
        host.Dispose();
        await mail.DisposeAsync();
        await Ledger.DisposeAsync();
    }

    /// <summary>A tenant whose admin is <see cref="Admin"/>.</summary>
    public async Task<Tenant> TenantAsync()
    {
        var id = await Ledger.AddTenantAsync();
        await Ledger.ExecuteAsync("insert into config.admins (tenant_id, tenant_version, email) select tenant_id, max(seq), $2 from config.tenant_versions where tenant_id = $1 group by tenant_id", id, Admin);
        var slug = await Ledger.ScalarAsync<string>("select slug from config.tenants where tenant_id = $1", id);
        return (await new TenantDirectory(Ledger.Database, TimeProvider.System).FindAsync(slug, Cancel))!;
    }

    internal Reconciler ReconcilerOf(params IReconciliationPart[] parts) => new(
        Ledger.Database, parts, Outbox, host.Services.GetRequiredService<ReconciliationAlerts>(), TimeProvider.System, NullLogger<Reconciler>.Instance);

    /// <summary>Asks for a run, and takes its message out of the queue.</summary>
    public async Task<Guid> RequestAsync(Tenant tenant)
    {
        var (run, _) = await Outbox.RequestAsync(CallOf(tenant), since: null, Cancel);
        await MessagesAsync();
        return run;
    }

    public static ManageCall CallOf(Tenant tenant) => new(new Caller(tenant, "an admin"), "reconciliation.start");

    /// <summary>Takes all messages that can be seen.</summary>
    public async Task<List<string>> MessagesAsync()
    {
        var queue = new QueueClient(await azurite.ConnectionStringAsync(), ReconciliationOutbox.Queue, new QueueClientOptions { MessageEncoding = QueueMessageEncoding.Base64 });
        var taken = new List<string>();
        while ((await queue.ReceiveMessagesAsync(32, cancellationToken: Cancel)).Value is { Length: > 0 } messages)
        {
            foreach (var message in messages)
            {
                taken.Add(message.MessageText);
                await queue.DeleteMessageAsync(message.MessageId, message.PopReceipt, Cancel);
            }
        }

        return taken;
    }
}
