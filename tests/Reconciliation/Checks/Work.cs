using Plumbline.Ledger;
using Plumbline.Tenants;
using Plumbline.Tests.Support;
using Plumbline.Webhooks.Events;

namespace Plumbline.Tests.Reconciliation.Checks;

/// <summary>Events about work, as the app maps them.</summary>
internal static class Work
{
    private static int last;

    public static Delivery Job(Guid tenant, string job, string at, string? client = null, string? appointment = null, string? deal = null) => WorkMapper.Map(
        Context(tenant, $"job:{job}", "job.opened", at),
        new JobOpened { JobId = job, AppointmentId = appointment, DealId = deal, Tags = client is null ? null : new EventTags { ClientId = client } });

    public static Delivery Done(Guid tenant, string job, string at) => WorkMapper.Map(Context(tenant, $"done:{job}", "job.completed", at), new JobCompleted { JobId = job });

    public static Delivery Split(Guid tenant, string deal, string at, params DealShare[] shares) => WorkMapper.Map(
        Context(tenant, $"split:{Interlocked.Increment(ref last)}", "deal.split", at), new DealSplit { DealId = deal, Shares = shares });

    public static DealShare Percent(string owner, decimal percent) => new() { OwnerId = owner, Percent = percent };

    public static DealShare Amount(string owner, decimal amount) => new() { OwnerId = owner, Amount = amount };

    private static EventContext Context(Guid tenant, string key, string type, string at) => new(
        new Delivery
        {
            TenantId = tenant,
            Source = "events",
            SourceKey = key,
            Channel = "api",
            EventType = type,
            OccurredAt = Observations.At(at),
            Body = "{}"u8.ToArray(),
        },
        Observations.At(at),
        Tenant.WithoutSettings(tenant, "test") with { Currency = "USD" },
        Observations.At(at),
        new Dictionary<string, string>());
}
