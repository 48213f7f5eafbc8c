using System.Text;
using System.Text.Json;
using Plumbline.Ledger;
using Plumbline.Webhooks.GoHighLevel;

namespace Plumbline.Reconciliation.GoHighLevel;

/// <summary>A deal as GoHighLevel answered it.</summary>
/// <param name="Read">As the ledger would take it.</param>
/// <param name="State">Null when it cannot be read.</param>
internal sealed record DealAnswer(byte[] Body, Delivery Read, OpportunityState? State, DealTimes? Times)
{
    public static DealAnswer Of(GoHighLevelScene scene, JsonElement deal)
    {
        var body = Encoding.UTF8.GetBytes(deal.GetRawText());
        var key = scene.KeyOf(GoHighLevelPulls.Opportunity, GoHighLevelClient.IdOf(deal));
        var read = GoHighLevelPulls.Map(scene.Reading with { StoredKey = key }, GoHighLevelPulls.Opportunity, body);
        return read.Opportunities is [var state] ? new DealAnswer(body, read, state, DealTimes.Read(scene.Reading, deal)) : new DealAnswer(body, read, null, null);
    }
}
