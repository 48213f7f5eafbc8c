using Azure.Identity;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.Logging.Abstractions;
using Plumbline.Access;
using Plumbline.Ledger;
using Plumbline.Manage;
using Plumbline.Platform;
using Plumbline.Quarantines;
using Plumbline.Tenants;
using Plumbline.Tests.Support;
using Plumbline.Webhooks.GoHighLevel;
using Plumbline.Webhooks.Stripe;

namespace Plumbline.Tests.Quarantine;

/// <summary>A tenant whose deliveries are appended, set right and replayed, as the app does it.</summary>
internal sealed class Replaying
{
    private const string Key = "a key of these tests";

    private readonly LedgerDatabase ledger;
    private readonly string slug = $"t{Guid.NewGuid():n}"[..20];
    private readonly TenantDirectory tenants;

    private Replaying(LedgerDatabase ledger)
    {
        this.ledger = ledger;
        tenants = new TenantDirectory(ledger.Database, TimeProvider.System);
    }

    public Tenant Tenant { get; private set; } = null!;

    public ManageCall Call => new(new Caller(Tenant, "a test"), "quarantine.replay");

    public QuarantineReplayer Replayer => ReplayerWith(Key);

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    public static async Task<Replaying> BeginAsync(LedgerDatabase ledger, string[]? accounts = null, params string[] stages)
    {
        var replaying = new Replaying(ledger);
        await replaying.SetAsync(accounts ?? [], stages);
        return replaying;
    }

    public QuarantineReplayer ReplayerWith(string? key) => new(
        ledger.Database,
        tenants,
        new Secrets(
            new ConfigurationBuilder().AddInMemoryCollection(new Dictionary<string, string?> { [$"Secrets:{ContactHash.SecretName}"] = key }).Build(),
            new DefaultAzureCredential(), TimeProvider.System, NullLogger<Secrets>.Instance),
        NullLogger<QuarantineReplayer>.Instance);

    /// <param name="stages">Of the pipeline pip_sales, by their names; each has the id stg_ and its name.</param>
    public async Task SetAsync(string[] accounts, params string[] stages)
    {
        var saved = await new TenantWriter(ledger.Database, tenants, TimeProvider.System).PutAsync(slug, new TenantSettings("Test & Sons", "UTC", "USD")
        {
            FirstMonth = "2026-01",
            StripeAccounts = accounts,
            Pipelines = [new PipelineSettings("pip_sales", "Sales", Stages: [.. stages.Select(name => new StageSettings($"stg_{name}", name))])],
        }, "a test", Cancel);
        saved.ShouldBeOfType<PutTenantResult.Saved>();
        Tenant = (await tenants.FindAsync(slug, Cancel))!;
    }

    public Delivery Stripe(byte[] body, DateTimeOffset? now = null) => StripeEventMapper.Map(new StripeContext(Tenant, Hash, now ?? Now), body);

    public Delivery Native(byte[] body, DateTimeOffset? now = null) => GoHighLevelMapper.MapNative(new GoHighLevelContext(Tenant, Hash, now ?? Now), body);

    public Delivery Workflow(byte[] body, DateTimeOffset? now = null) => GoHighLevelMapper.MapWorkflow(new GoHighLevelContext(Tenant, Hash, now ?? Now), body);

    public async Task AppendAsync(params Delivery[] deliveries)
    {
        foreach (var delivery in deliveries)
        {
            await new LedgerWriter(ledger.Database, Metering.Off).AppendAsync(delivery, Cancel);
        }
    }

    public async Task<ReplayJson> ReplayAsync(ReplayRequest request) =>
        (await Replayer.ReplayAsync(Call, request, Cancel)).ShouldBeOfType<QuarantineResult<ReplayJson>.Done>().Value;

    public Task<ReplayJson> ReplayAllAsync() => ReplayAsync(new ReplayRequest(All: true));

    public async Task<DismissJson> DismissAsync(params long[] items) =>
        (await new QuarantineDismisser(ledger.Database).DismissAsync(Call, new DismissRequest(items, "it was a test delivery"), Cancel))
            .ShouldBeOfType<QuarantineResult<DismissJson>.Done>().Value;

    /// <summary>seq, reason and whether it waits, the oldest first.</summary>
    public Task<List<(long Seq, string Reason, bool IsOpen)>> ItemsAsync() => ledger.ListAsync(
        "select seq, reason, is_open from staging.quarantine where tenant_id = $1 order by seq", row => (row.GetInt64(0), row.GetString(1), row.GetBoolean(2)), Tenant.Id);

    public Task<long> CountAsync(string table) => ledger.ScalarAsync<long>($"select count(*) from {table} where tenant_id = $1", Tenant.Id);

    /// <summary>How many rows each table of facts has, and how many resolutions there are.</summary>
    public async Task<string> CountsAsync()
    {
        var counts = new List<string>();
        foreach (var table in new[] { "raw_events", "raw_payments", "raw_opportunities", "raw_appointments", "raw_clients", "links", "quarantine", "resolutions" })
        {
            counts.Add($"{table}={await CountAsync($"ledger.{table}")}");
        }

        return string.Join(' ', counts);
    }

    private static DateTimeOffset Now => TimeProvider.System.GetUtcNow();

    private ContactHash Hash => new(System.Text.Encoding.UTF8.GetBytes(Key), Tenant.Id);
}
