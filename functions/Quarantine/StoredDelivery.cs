using Npgsql;
using Plumbline.Ledger;
using Plumbline.Platform;
using Plumbline.Tenants;
using Plumbline.Webhooks.GoHighLevel;
using Plumbline.Webhooks.Stripe;

namespace Plumbline.Quarantines;

/// <summary>A delivery as the ledger keeps it.</summary>
/// <param name="OccurredAt">When it happened, as it was understood at first.</param>
/// <param name="RecordedAt">When it arrived.</param>
/// <param name="Livemode">Null where its source has no such mode.</param>
/// <param name="Account">The connected account it is of; empty for the tenant's own.</param>
/// <param name="Body">Null where it was erased, or never kept.</param>
internal sealed record StoredDelivery(
    long EventSeq, string Source, string Key, string Channel, DateTimeOffset? OccurredAt, DateTimeOffset RecordedAt, byte[]? Body, bool IsErased,
    bool? Livemode, string Account, string EventType)
{
    internal const string Select = """
        select e.seq, e.source, e.source_key, e.channel, e.occurred_at, e.recorded_at, b.body, b.erased_at is not null, e.livemode, e.account,
            e.event_type
        from ledger.raw_events as e
        left join ledger.bodies as b on b.tenant_id = e.tenant_id and b.event_seq = e.seq
        where e.tenant_id = $1 and e.seq = any ($2)
        order by e.seq
        """;

    internal static StoredDelivery Read(NpgsqlDataReader row) => new(
        row.GetInt64(0),
        row.GetString(1),
        row.GetString(2),
        row.GetString(3),
        row.GetOptional<DateTimeOffset>(4),
        row.GetInstant(5),
        row.IsDBNull(6) ? null : row.GetFieldValue<byte[]>(6),
        row.GetBoolean(7),
        row.GetOptional<bool>(8),
        row.GetString(9),
        row.GetString(10));

    /// <summary>Maps it as if it arrived when it did, under the tenant's settings of today.</summary>
    /// <returns>Its facts, or why it cannot be mapped.</returns>
    public (Delivery? Delivery, string? Error) Map(Tenant tenant, ContactHash hash)
    {
        if (Body is not { Length: > 0 } body)
        {
            return (null, IsErased ? "erased" : "no-body");
        }

        var stripe = new StripeContext(tenant, hash, RecordedAt);
        var crm = new GoHighLevelContext(tenant, hash, RecordedAt) { StoredKey = Key, StoredTime = OccurredAt };
        var mapped = (Source, Channel) switch
        {
            (StripeEventMapper.Source, "webhook") => StripeEventMapper.Map(stripe, body),
            (StripeEventMapper.Source, "pull") when EventType == StripePullMapper.EventType => StripePullMapper.Map(stripe, Livemode ?? false, Account, body),
            (StripeEventMapper.Source, "pull") => StripeEventMapper.Map(stripe, body) with { Channel = Channel },
            (GoHighLevelMapper.Source, "webhook") => GoHighLevelMapper.MapNative(crm, body),
            (GoHighLevelMapper.Source, "workflow") => GoHighLevelMapper.MapWorkflow(crm, body),
            (GoHighLevelMapper.Source, "pull") => GoHighLevelPulls.Map(crm, EventType, body),
            _ => null,
        };

        // Under another key its facts would have other keys too, and what was read at first would be appended again. Of what is
        // Stripe's nothing was read where the bytes had to be the key.
        return mapped is null ? (null, "unreplayable")
            : mapped.SourceKey == Key ? (mapped, null)
            : Source == StripeEventMapper.Source && Key.StartsWith("body:", StringComparison.Ordinal) ? (mapped with { SourceKey = Key }, null)
            : (null, "other-key");
    }
}
