using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using Plumbline.Webhooks.Stripe;

namespace Plumbline.Reconciliation.Stripe;

/// <summary>Asks for disputes of which no delivery said that they ended, and appends the end, with what moved by it, once Stripe says so.</summary>
internal sealed class StripeDisputeStage(StripeScope scope, StripeApiClient client, PulledDeliveries pulled)
{
    private const int Together = 20;
    private const string EventType = "charge.dispute.closed";

    private static readonly string[] Ends = ["won", "lost", "warning_closed", "charge_refunded"];

    private const string SelectUnended = """
        select
            f.subject,
            coalesce(
                (
                    select e.account
                    from staging.raw_events as e
                    where e.tenant_id = f.tenant_id and e.source = 'stripe' and e.object_id = f.subject
                    order by e.seq
                    limit 1
                ),
                '')
        from staging.findings as f
        where f.tenant_id = $1 and f.check_name = 'open_disputes' and f.status in ('open', 'accepted') and f.subject > $2
        order by f.subject
        limit $3
        """;

    public async Task<StripeCursor> AskAsync(StripeCursor cursor, CancellationToken cancel)
    {
        List<(string Id, string Account)> unended;
        await using (var session = await scope.OpenAsync(cancel))
        {
            unended = await session.ListAsync(SelectUnended, row => (row.GetString(0), row.GetString(1)), cancel, scope.Tenant.Id, cursor.After ?? "", Together);
        }

        foreach (var (id, account) in unended)
        {
            if (StripePaths.OfObject(id) is { } path && await client.FindAsync(scope, account, path, cancel) is { } dispute && IsEnded(dispute))
            {
                await pulled.AppendAsync(scope.Run, [StripeEventMapper.Map(scope.Mapping, BodyOf(id, account, dispute, cursor.Until)) with { Channel = "pull" }], cancel);
            }

            cursor = cursor with { After = id };
            if (scope.Run.IsTimeUp)
            {
                return cursor;
            }
        }

        return unended.Count < Together ? cursor with { Stage = cursor.Stage + 1, After = null } : cursor;
    }

    private static bool IsEnded(JsonElement dispute) =>
        dispute.TryGetProperty("status", out var status) && status.ValueKind == JsonValueKind.String && Ends.Contains(status.GetString());

    // As the event would have told it. Stripe does not say when that was: by now it had.
    private static byte[] BodyOf(string id, string account, JsonElement dispute, DateTimeOffset now)
    {
        var told = new JsonObject
        {
            ["id"] = $"pull:{id}:closed",
            ["object"] = "event",
            ["type"] = EventType,
            ["api_version"] = StripeApiClient.ApiVersion,
            ["created"] = now.ToUnixTimeSeconds(),
            ["livemode"] = true,
            ["data"] = new JsonObject { ["object"] = JsonNode.Parse(dispute.GetRawText()) },
        };
        if (account.Length > 0)
        {
            told["account"] = account;
        }

        return Encoding.UTF8.GetBytes(told.ToJsonString());
    }
}
