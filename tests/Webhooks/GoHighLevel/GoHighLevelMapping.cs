using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using Plumbline.Ledger;
using Plumbline.Tenants;
using Plumbline.Webhooks.GoHighLevel;

namespace Plumbline.Tests.Webhooks.GoHighLevel;

/// <summary>Maps bodies for one tenant, at one moment.</summary>
internal static class GoHighLevelMapping
{
    public static readonly DateTimeOffset Now = new(2026, 3, 2, 12, 30, 0, TimeSpan.Zero);

    public static readonly Tenant Tenant = new()
    {
        Id = new Guid("5f0c2f0e-2b1d-4a53-9a53-0d1f6c1b7a02"),
        Slug = "acme",
        Name = "Acme",
        Currency = "USD",
        Culture = "en-US",
        FirstMonth = Month.Of(new DateOnly(2026, 1, 1)),
        GraceHours = 24,
        StripeAccounts = [],
        TimeZone = "America/New_York",
        Crm = new CrmSettings
        {
            LocationId = "loc_1",
            FunnelField = "cf_funnel",
            Stages =
            [
                new PipelineStage("pip_sales", "stg_new", "New lead"),
                new PipelineStage("pip_sales", "stg_qualified", " Qualified"),
                new PipelineStage("pip_sales", "stg_call_1", "Call"),
                new PipelineStage("pip_sales", "stg_call_2", "Call"),
                new PipelineStage("pip_upsell", "stg_upsell_new", "New lead"),
            ],
            FunnelByLabel = new Dictionary<string, string> { ["webinar-2026"] = "Webinar", ["vip"] = "Referral" },
            OwnerByEmail = new Dictionary<string, string> { ["avery@example.com"] = "usr_avery" },
        },
    };

    public static readonly ContactHash Hash = new("key"u8.ToArray(), Tenant.Id);

    public static GoHighLevelContext Context { get; } = new(Tenant, Hash, Now);

    public static Delivery Native(byte[] body) => GoHighLevelMapper.MapNative(Context, body);

    public static Delivery Workflow(byte[] body) => GoHighLevelMapper.MapWorkflow(Context, body);

    public static Delivery WorkflowIn(Tenant tenant, byte[] body) => GoHighLevelMapper.MapWorkflow(Context with { Tenant = tenant }, body);

    public static byte[] Fixture(string name) => File.ReadAllBytes(Path.Combine(AppContext.BaseDirectory, "Fixtures", "GoHighLevel", $"{name}.json"));

    /// <summary>The same body with the member at a path, such as <c>appointment.id</c>, set to some JSON as it is written, or without it.</summary>
    public static byte[] With(this byte[] body, string path, string? json)
    {
        var root = JsonNode.Parse(body)!.AsObject();
        var names = path.Split('.');
        var parent = names[..^1].Aggregate(root, (node, name) => node[name]!.AsObject());
        if (json is null)
        {
            parent.Remove(names[^1]).ShouldBeTrue($"{path} was not there");
            return Encoding.UTF8.GetBytes(root.ToJsonString());
        }

        parent[names[^1]] = "REPLACED";
        return Encoding.UTF8.GetBytes(root.ToJsonString().Replace("\"REPLACED\"", json, StringComparison.Ordinal));
    }

    /// <summary>The member's own JSON.</summary>
    public static byte[] Member(this byte[] body, string name) => Encoding.UTF8.GetBytes(JsonNode.Parse(body)![name]!.ToJsonString());

    public static byte[] Without(this byte[] body, string path) => body.With(path, null);

    /// <summary>Everything a delivery holds, to compare by.</summary>
    public static string Written(this Delivery delivery) => JsonSerializer.Serialize(delivery);

    public static int Facts(this Delivery delivery) =>
        delivery.Opportunities.Count + delivery.Appointments.Count + delivery.Contacts.Count
        + delivery.Payments.Count + delivery.AdSpend.Count + delivery.Links.Count;

    public static void ShouldBeQuarantined(this Delivery delivery, string reason)
    {
        delivery.Quarantine.ShouldHaveSingleItem().Reason.ShouldBe(reason);
        delivery.Facts().ShouldBe(0);
    }
}
