using System.Security.Cryptography;
using Npgsql;
using Plumbline.Platform;
using Plumbline.Telemetry;

namespace Plumbline.Ledger;

/// <summary>
/// The one place that appends facts. A list of deliveries, of any tenants, goes out as one batch: one round trip and one
/// transaction, in which either everything of a delivery is written or nothing.
/// </summary>
public sealed class LedgerWriter(Database database, PlumblineMetrics metrics)
{
    /// <returns>An outcome for each delivery, in their order. A delivery answered here is durable.</returns>
    public async Task<IReadOnlyList<AppendOutcome>> AppendAsync(IReadOnlyList<Delivery> deliveries, CancellationToken cancel) =>
        await Traces.RunAsync("append", span =>
        {
            span?.SetTag("plumbline.deliveries", deliveries.Count);
            return metrics.AppendAsync(() => WriteAsync(deliveries, cancel));
        });

    /// <inheritdoc cref="AppendAsync(IReadOnlyList{Delivery}, CancellationToken)"/>
    public async Task<AppendOutcome> AppendAsync(Delivery delivery, CancellationToken cancel) => (await AppendAsync([delivery], cancel))[0];

    /// <summary>
    /// Appends what deliveries that are stored already say when they are mapped again, notes what still cannot be read, and
    /// writes down what it came to. Their keys are as they were: what is known is not appended a second time.
    /// </summary>
    /// <param name="session">The transaction it becomes part of.</param>
    public static async Task<IReadOnlyList<ReplayOutcome>> ReplayAsync(
        TenantSession session, IReadOnlyList<Replay> replays, string actor, CancellationToken cancel)
    {
        var batch = new List<NpgsqlBatchCommand>();
        AddFacts(batch, [.. replays.Select(replay => replay.Delivery)]);
        batch.Add(ReplayRows.Resolve(replays, actor));

        await session.ExecuteAsync(ReplayRows.Begin, cancel);
        var outcomes = await session.RunBatchAsync(
            batch, row => new ReplayOutcome(row.GetInt64(0), row.GetInt32(1), row.GetBoolean(2), row.GetBoolean(3)), cancel);
        await session.ExecuteAsync(ReplayRows.End, cancel);
        return outcomes;
    }

    private Task<List<AppendOutcome>> WriteAsync(IReadOnlyList<Delivery> deliveries, CancellationToken cancel)
    {
        var rows = deliveries.Select((delivery, index) => new EventRow(index + 1, delivery, SHA256.HashData(delivery.Body.Span))).ToArray();
        var tenantIds = deliveries.Select(delivery => delivery.TenantId).Distinct().ToArray();
        return database.RunBatchAsync(tenantIds, BatchOf(rows), row => Enum.Parse<AppendOutcome>(row.GetString(0)), cancel);
    }

    private static List<NpgsqlBatchCommand> BatchOf(EventRow[] rows)
    {
        // Of a key that comes twice in the list, only the first is written, with its own facts.
        var firsts = rows.DistinctBy(row => (row.Delivery.TenantId, row.Delivery.Source, row.Delivery.SourceKey)).ToArray();

        var batch = new List<NpgsqlBatchCommand> { EventRows.Insert(firsts), EventRows.InsertBodies(firsts) };
        AddFacts(batch, [.. firsts.Select(row => row.Delivery)]);
        batch.Add(EventRows.SelectOutcomes(rows));
        return batch;
    }

    // Tables come in one order in every batch, and keys in sorted order in every statement, so that two batches never wait
    // for each other in a circle.
    private static void AddFacts(List<NpgsqlBatchCommand> batch, IReadOnlyList<Delivery> deliveries)
    {
        Add(delivery => delivery.Payments, PaymentRows.Insert, PaymentRows.InsertConflicts);
        Add(delivery => delivery.Opportunities, OpportunityRows.Insert);
        Add(delivery => delivery.Appointments, AppointmentRows.Insert);
        Add(delivery => delivery.Contacts, ClientRows.Insert);
        Add(delivery => delivery.Success, SuccessRows.Insert);
        Add(delivery => delivery.Subscriptions, SubscriptionRows.Insert);
        Add(delivery => delivery.AdSpend, AdSpendRows.Insert);
        Add(delivery => delivery.Finance, FinanceRows.Insert);
        Add(delivery => delivery.Links, LinkRows.Insert);
        Add(delivery => delivery.Quarantine, QuarantineRows.Insert);

        // A table of which nothing is said costs nothing.
        void Add<TFact>(Func<Delivery, IReadOnlyList<TFact>> facts, params Func<IReadOnlyList<FactRow<TFact>>, NpgsqlBatchCommand>[] statements)
        {
            var said = deliveries.SelectMany(delivery => facts(delivery), (delivery, fact) => new FactRow<TFact>(delivery, fact)).ToArray();
            if (said.Length > 0)
            {
                batch.AddRange(statements.Select(statement => statement(said)));
            }
        }
    }
}
