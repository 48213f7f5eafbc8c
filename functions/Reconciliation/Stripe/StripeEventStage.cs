using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using Plumbline.Webhooks.Stripe;

namespace Plumbline.Reconciliation.Stripe;

/// <summary>Appends events that Stripe could not deliver, as far back as it keeps them: under their own ids, so that one that comes after all is a duplicate.</summary>
internal sealed class StripeEventStage(StripeScope scope, PulledDeliveries pulled)
{
    public const string List = "v1/events?delivery_success=false";

    public async Task AppendAsync(string account, IReadOnlyList<JsonElement> page, CancellationToken cancel)
    {
        var deliveries = page.Select(listed => StripeEventMapper.Map(scope.Mapping, BodyOf(account, listed)) with { Channel = "pull" }).ToArray();
        if (deliveries.Length > 0)
        {
            await pulled.AppendAsync(scope.Run, deliveries, cancel);
        }
    }

    // Asked for as the account itself, it does not say whose it is, as its webhook does.
    private static byte[] BodyOf(string account, JsonElement listed)
    {
        if (account.Length == 0 || listed.TryGetProperty("account", out _))
        {
            return Encoding.UTF8.GetBytes(listed.GetRawText());
        }

        var whole = JsonNode.Parse(listed.GetRawText())!.AsObject();
        whole["account"] = account;
        return Encoding.UTF8.GetBytes(whole.ToJsonString());
    }
}
