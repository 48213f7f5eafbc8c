using System.Security.Cryptography;
using System.Text;
using Plumbline.Ledger;
using Plumbline.Webhooks.GoHighLevel;

namespace Plumbline.Reconciliation.GoHighLevel;

/// <summary>Contacts that deals and appointments name and of whom the ledger has heard nothing else.</summary>
internal static class ContactPhase
{
    /// <summary>The next run goes on with others.</summary>
    public const int MostAsked = 500;

    private const string Kind = "contact";

    // In another order in each run: so many who are not there any more cannot keep the others from being asked for.
    private const string SelectUnknown = """
        with named as (
            select o.client_id
            from staging.raw_opportunities as o
            where o.tenant_id = $1 and o.source = $3
            union
            select a.client_id
            from staging.raw_appointments as a
            where a.tenant_id = $1 and a.source = $3
        )

        select n.client_id, r.rank
        from named as n
        cross join lateral (select md5(n.client_id || $2::text) as rank) as r
        where n.client_id is not null
            and r.rank collate "C" > $4
            and not exists (
                select
                from staging.raw_clients as c
                where c.tenant_id = $1 and c.aspect = 'contact' and c.entity_id = n.client_id
            )
        order by r.rank collate "C"
        limit $5
        """;

    public static async Task<GoHighLevelStep> RunAsync(GoHighLevelScene scene, GoHighLevelCursor cursor, CancellationToken cancel)
    {
        var unknown = await scene.ListAsync(
            SelectUnknown, row => (Id: row.GetString(0), Rank: row.GetString(1)), cancel, scene.Run.Tenant.Id, scene.Run.Id, GoHighLevelMapper.Source, cursor.After,
            Math.Min(GoHighLevelScene.Batch, MostAsked - cursor.Contacts));
        if (unknown.Count == 0)
        {
            return new GoHighLevelStep(cursor with { Phase = GoHighLevelPhase.Done });
        }

        var items = new List<ReconciledItem>();
        var deliveries = new List<Delivery>();
        foreach (var (id, _) in unknown)
        {
            // Deleted there: nobody misses it here.
            if (await scene.Client.FindContactAsync(id, cancel) is not { } contact || GoHighLevelClient.IdOf(contact) != id)
            {
                continue;
            }

            var body = Encoding.UTF8.GetBytes(contact.GetRawText());
            var read = GoHighLevelPulls.Map(scene.Reading with { StoredKey = scene.KeyOf(GoHighLevelPulls.Contact, id) }, GoHighLevelPulls.Contact, body);
            deliveries.Add(read.Contacts.Count > 0 ? read : read with { SourceKey = $"pull:{GoHighLevelPulls.Contact}:{id}:{Convert.ToHexStringLower(SHA256.HashData(body))}" });
            items.Add(new ReconciledItem(Kind, id, ItemOutcome.Missing));
        }

        return new GoHighLevelStep(cursor with { After = unknown[^1].Rank, Contacts = cursor.Contacts + unknown.Count }) { Items = items, Deliveries = deliveries };
    }
}
