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

        select n.client_id
        from named as n
        cross join lateral (select md5(n.client_id || $2::text) as rank) as r
        where n.client_id is not null
            and not exists (
                select
                from staging.raw_clients as c
                where c.tenant_id = $1 and c.aspect = 'contact' and c.entity_id = n.client_id
            )
        order by r.rank collate "C"
        limit $4
        """;

    /// <summary>Reads all that the ledger names once, and sets down whom it asks for.</summary>
    public static async Task<GoHighLevelStep> FindUnknownAsync(GoHighLevelScene scene, GoHighLevelCursor cursor, CancellationToken cancel) => new(cursor with
    {
        Phase = GoHighLevelPhase.Contacts,
        Pending = await scene.ScanAsync(
            SelectUnknown, row => row.GetString(0), cancel, scene.Run.Tenant.Id, scene.Run.Id, GoHighLevelMapper.Source, MostAsked),
    });

    public static async Task<GoHighLevelStep> RunAsync(GoHighLevelScene scene, GoHighLevelCursor cursor, CancellationToken cancel)
    {
        if (cursor.Pending.Count == 0)
        {
            return new GoHighLevelStep(cursor with { Phase = GoHighLevelPhase.Done });
        }

        var items = new List<ReconciledItem>();
        var deliveries = new List<Delivery>();
        var unread = new List<string>();
        foreach (var id in cursor.Pending.Take(GoHighLevelScene.Batch))
        {
            // Deleted there: nobody misses it here.
            if ((await scene.Client.FindContactAsync(id, cancel)).Object is not { } contact)
            {
                continue;
            }

            var body = Encoding.UTF8.GetBytes(contact.GetRawText());
            var read = GoHighLevelPulls.Map(scene.Reading with { StoredKey = scene.KeyOf(GoHighLevelPulls.Contact, id) }, GoHighLevelPulls.Contact, body);
            if (read.Contacts.Count > 0)
            {
                deliveries.Add(read);
                items.Add(new ReconciledItem(Kind, id, ItemOutcome.Missing));
            }
            else
            {
                deliveries.Add(read with { SourceKey = $"pull:{GoHighLevelPulls.Contact}:{id}:{Convert.ToHexStringLower(SHA256.HashData(body))}" });
                unread.Add(id);
            }
        }

        var next = cursor with { Pending = [.. cursor.Pending.Skip(GoHighLevelScene.Batch)] };
        return new GoHighLevelStep(next.WithUnread(Kind, unread)) { Items = items, Deliveries = deliveries };
    }
}
