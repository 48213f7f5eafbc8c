using System.Text;
using System.Text.Json.Nodes;
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
using Plumbline.Reconciliation.GoHighLevel;
using Plumbline.Reconciliation.Sources;
using Plumbline.Tenants;
using Plumbline.Tests.Support;
using Plumbline.Tests.Webhooks.GoHighLevel;
using Plumbline.Webhooks.GoHighLevel;

namespace Plumbline.Tests.Reconciliation.GoHighLevel;

/// <summary>A tenant, its location at a server that speaks as GoHighLevel does, and runs of the one against the other.</summary>
internal sealed class GoHighLevelSource : IAsyncDisposable
{
    public const string LocationId = "loc_1";
    public const string Token = "pit-test";

    public static readonly DateTimeOffset Now = new(2026, 3, 2, 12, 30, 0, TimeSpan.Zero);

    private readonly WebApplication app;
    private readonly LedgerDatabase ledger;
    private readonly ServiceProvider services;

    private GoHighLevelSource(WebApplication app, LedgerDatabase ledger, ServiceProvider services, Tenant tenant, GoHighLevelApi api, GoHighLevelLocation location, RushedTime time) =>
        (this.app, this.ledger, this.services, Tenant, Api, Location, Time) = (app, ledger, services, tenant, api, location, time);

    public Tenant Tenant { get; set; }

    public GoHighLevelApi Api { get; }

    public GoHighLevelLocation Location { get; }

    public RushedTime Time { get; }

    /// <summary>What the part is configured with.</summary>
    public Dictionary<string, string?> Secrets { get; } = new() { ["Secrets:contact-hash"] = "key" };

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    public static async Task<GoHighLevelSource> StartAsync(LedgerDatabase ledger, GoHighLevelLocation? location = null, DateTimeOffset? now = null)
    {
        var time = new RushedTime(now ?? Now);
        var api = new GoHighLevelApi(time);
        api.Add(location ??= NewLocation());
        var builder = WebApplication.CreateEmptyBuilder(new WebApplicationOptions());
        builder.WebHost.UseKestrelCore().UseUrls("http://127.0.0.1:0");
        builder.Services.AddRoutingCore();
        var app = builder.Build();
        app.UseRouting();
        api.Map(app, "/ghl");
        await app.StartAsync(Cancel);

        var id = await ledger.AddTenantAsync(firstMonth: "2026-01-01");
        var tenant = GoHighLevelMapping.Tenant with
        {
            Id = id,
            Slug = "acme",
            Crm = new CrmSettings { LocationId = location.Id, Stages = [new("p1", "s1", "New"), new("p1", "s2", "Call"), new("p1", "s3", "Closed")] },
        };
        var source = new GoHighLevelSource(app, ledger, new ServiceCollection().AddHttpClient().BuildServiceProvider(), tenant, api, location, time);
        source.Secrets["Secrets:ghl-api--acme"] = location.Token;
        return source;
    }

    public GoHighLevelReconciliation Part()
    {
        var secrets = new Secrets(new ConfigurationBuilder().AddInMemoryCollection(Secrets).Build(), new DefaultAzureCredential(), Time, NullLogger<Secrets>.Instance);
        return new GoHighLevelReconciliation(
            new SourceClient(services.GetRequiredService<IHttpClientFactory>(), Time),
            new TenantSecrets(secrets, new TenantDirectory(ledger.Database, Time)),
            secrets,
            new LedgerWriter(ledger.Database, Metering.Off),
            Options.Create(new GoHighLevelOptions { BaseUrl = $"{app.Urls.Single()}/ghl" }));
    }

    /// <summary>One whole run, that settles what it no longer found, as the reconciler does.</summary>
    public async Task<Guid> RunAsync(DateTimeOffset? since = null)
    {
        var run = await BeginAsync(since);
        await RunAsync(run);
        return run.Id;
    }

    public Task<ReconciliationRun> BeginAsync(DateTimeOffset? since = null) => Runs.BeginAsync(ledger, Tenant, "gohighlevel", Time, since);

    public ReconciliationRun Resume(Guid id, DateTimeOffset? until = null) =>
        new(new Database(ledger.App, Time), Tenant, id, "gohighlevel", null, Time, until ?? DateTimeOffset.MaxValue);

    public async Task RunAsync(ReconciliationRun run)
    {
        var part = Part();
        (await part.RunAsync(run, Cancel)).ShouldBeOfType<PartResult.Completed>();
        var open = await ledger.ListAsync(
            """
            select distinct f.check_name, f.subject
            from recon.findings as f
            where f.tenant_id = $1 and not exists (
                select from ops.reconciliation_findings as n where n.run_id = $2 and (n.check_name, n.subject) = (f.check_name, f.subject))
            """,
            row => (Check: row.GetString(0), Subject: row.GetString(1)), Tenant.Id, run.Id);
        await using var session = await ledger.Database.OpenAsync(Tenant.Id, Cancel);
        foreach (var (check, subject) in open.Where(each => part.Checks.Contains(each.Check)))
        {
            await Findings.ResolveAsync(session, Tenant.Id, check, subject, ReconciliationRun.Actor, Cancel);
        }

        await session.CommitAsync(Cancel);
    }

    /// <summary>Delivers webhooks, and has the deals at the source.</summary>
    public async Task TellAsync(params DealStory[] stories)
    {
        foreach (var story in stories)
        {
            Location.Deals[story.Id] = story.AtSource();
        }

        await DeliverAsync([.. stories.SelectMany(story => story.Webhooks())]);
    }

    public async Task DeliverAsync(params byte[][] webhooks)
    {
        var context = new GoHighLevelContext(Tenant, new ContactHash("key"u8.ToArray(), Tenant.Id), Time.Now);
        foreach (var chunk in webhooks.Chunk(100))
        {
            await new LedgerWriter(ledger.Database, Metering.Off).AppendAsync([.. chunk.Select(body => GoHighLevelMapper.MapNative(context, body))], Cancel);
        }
    }

    public Task<List<string>> ItemsAsync(Guid run) => Runs.ItemsAsync(ledger, run);

    public Task<List<string>> FindingsAsync() => Runs.FindingsAsync(ledger, Tenant.Id);

    /// <summary>The states of a deal: when, stage, status, value; the last of each moment.</summary>
    public Task<List<string>> StatesAsync(string id) => ledger.ListAsync(
        """
        select distinct on (o.effective_at)
            to_char(o.effective_at at time zone 'UTC', 'MM-DD HH24:MI') || ' ' || coalesce(o.stage_id, '-') || ' ' || coalesce(o.status, '-') || ' ' || coalesce(o.value_minor::text, '-')
            || case when o.deleted then ' deleted' else '' end
        from ledger.raw_opportunities as o
        where o.tenant_id = $1 and o.opportunity_id = $2
        order by o.effective_at, o.seq desc
        """,
        row => row.GetString(0), Tenant.Id, id);

    /// <summary>How an appointment stands: since when, status, start, and whether it is deleted.</summary>
    public async Task<string> AppointmentAsync(string id) => (await ledger.ListAsync(
        """
        select to_char(a.effective_at at time zone 'UTC', 'MM-DD HH24:MI') || ' ' || coalesce(a.status, '-') || ' ' || coalesce(to_char(a.start_at at time zone 'UTC', 'MM-DD HH24:MI'), '-')
            || case when a.deleted then ' deleted' else '' end
        from ledger.raw_appointments as a
        where a.tenant_id = $1 and a.appointment_id = $2
        order by a.effective_at desc, a.seq desc
        limit 1
        """,
        row => row.GetString(0), Tenant.Id, id)).Single();

    /// <summary>How many rows the ledger has of this tenant.</summary>
    public Task<long> CountRowsAsync() => ledger.ScalarAsync<long>(
        """
        select (select count(*) from ledger.raw_events where tenant_id = $1) + (select count(*) from ledger.raw_opportunities where tenant_id = $1)
            + (select count(*) from ledger.raw_appointments where tenant_id = $1) + (select count(*) from ledger.raw_clients where tenant_id = $1)
        """,
        Tenant.Id);

    public static JsonObject Appointment(string id, DateTimeOffset updated, string status = "confirmed", DateTimeOffset? start = null, string contactId = "con_1") => new()
    {
        ["id"] = id,
        ["title"] = "Call",
        ["calendarId"] = "cal_1",
        ["locationId"] = LocationId,
        ["contactId"] = contactId,
        ["appointmentStatus"] = status,
        ["assignedUserId"] = "usr_1",
        ["startTime"] = DealStory.Text(start ?? Now.AddDays(-5)),
        ["endTime"] = DealStory.Text((start ?? Now.AddDays(-5)).AddHours(1)),
        ["dateAdded"] = DealStory.Text(Now.AddDays(-20)),
        ["dateUpdated"] = DealStory.Text(updated),
    };

    /// <summary>The webhook that tells of an appointment as it is.</summary>
    public static byte[] WebhookOf(JsonObject appointment, string key) => Encoding.UTF8.GetBytes(new JsonObject
    {
        ["type"] = "AppointmentUpdate",
        ["locationId"] = LocationId,
        ["appointment"] = appointment.DeepClone(),
        ["timestamp"] = (string?)appointment["dateUpdated"],
        ["webhookId"] = key,
    }.ToJsonString());

    public static JsonObject Contact(string id) => new()
    {
        ["id"] = id,
        ["locationId"] = LocationId,
        ["email"] = $"{id}@example.com",
        ["tags"] = new JsonArray("vip"),
        ["dateAdded"] = DealStory.Text(Now.AddDays(-30)),
        ["dateUpdated"] = DealStory.Text(Now.AddDays(-2)),
    };

    public async ValueTask DisposeAsync()
    {
        await app.DisposeAsync();
        await services.DisposeAsync();
    }

    private static GoHighLevelLocation NewLocation()
    {
        var location = new GoHighLevelLocation(LocationId, Token);
        location.Pipelines.Add(new JsonObject
        {
            ["id"] = "p1",
            ["name"] = "Sales",
            ["stages"] = new JsonArray([.. ((string[])["s1", "s2", "s3"]).Select(id => new JsonObject { ["id"] = id, ["name"] = id })]),
        });
        location.Calendars.Add(new JsonObject { ["id"] = "cal_1", ["name"] = "Calls" });
        location.Contacts["con_1"] = Contact("con_1");
        return location;
    }
}
