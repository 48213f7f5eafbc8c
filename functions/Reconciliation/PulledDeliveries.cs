using Plumbline.Ledger;

namespace Plumbline.Reconciliation;

/// <summary>
/// Appends what was pulled from a source. A source keeps what was erased here: of a client whose bodies were emptied the money and
/// the states are appended, and neither a body nor anything of an address.
/// </summary>
internal sealed class PulledDeliveries(LedgerWriter ledger)
{
    // As ledger.erase goes: by the client's id and by whatever is known to be the client's.
    private const string SelectErased = """
        with erasures as materialized (
            select client_id
            from ledger.erasures
            where tenant_id = $1
        ),

        told as (
            select t.place, t.source, t.id
            from unnest($2::int[], $3::text[], $4::text[]) as t (place, source, id)
            where exists (select from erasures)
        )

        select distinct t.place
        from told as t
        where t.id in (select e.client_id from erasures as e)
            or exists (
                select
                from ledger.links as l
                join erasures as e on e.client_id = l.to_id
                where l.tenant_id = $1 and l.kind = 'customer_client' and l.from_id = t.id
            )
            or exists (
                select
                from ledger.raw_events as r
                join ledger.bodies as b on b.tenant_id = r.tenant_id and b.event_seq = r.seq
                where r.tenant_id = $1 and r.source = t.source and r.object_id = t.id and b.erased_at is not null
            )
        """;

    public async Task<IReadOnlyList<AppendOutcome>> AppendAsync(ReconciliationRun run, IReadOnlyList<Delivery> deliveries, CancellationToken cancel)
    {
        var erased = await FindErasedAsync(run, deliveries, cancel);
        return await ledger.AppendAsync([.. deliveries.Select((delivery, place) => erased.Contains(place) ? WithoutPerson(delivery) : delivery)], cancel);
    }

    private static async Task<HashSet<int>> FindErasedAsync(ReconciliationRun run, IReadOnlyList<Delivery> deliveries, CancellationToken cancel)
    {
        var told = deliveries.SelectMany((delivery, place) => IdsOf(delivery).Select(id => (Place: place, delivery.Source, Id: id))).ToArray();
        await using var session = await run.OpenAsync(cancel);
        var erased = await session.ListAsync(
            SelectErased, row => row.GetInt32(0), cancel, run.Tenant.Id,
            told.Select(one => one.Place).ToArray(), told.Select(one => one.Source).ToArray(), told.Select(one => one.Id).ToArray());
        return [.. erased];
    }

    private static IEnumerable<string> IdsOf(Delivery delivery) => delivery.RelatedIds.Append(delivery.ObjectId).Append(delivery.Tags.ClientId).OfType<string>().Distinct();

    private static Delivery WithoutPerson(Delivery delivery) => delivery with
    {
        Body = ReadOnlyMemory<byte>.Empty,
        Contacts = [.. delivery.Contacts.Select(contact => contact with { EmailHash = null, PhoneHash = null })],
        Links = [.. delivery.Links.Where(link => link.Kind is not (Link.CustomerEmail or Link.ChargeEmail))],
    };
}
