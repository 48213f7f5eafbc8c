using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using Plumbline.Ledger;
using Plumbline.Webhooks.Stripe;

namespace Plumbline.Reconciliation.Stripe;

/// <summary>Looks for Stripe's balance transactions in the ledger, and appends each: what was missing is there from then on.</summary>
internal sealed class StripeTransactionStage(StripeScope scope, StripeApiClient client, PulledDeliveries pulled)
{
    public const string List = "v1/balance_transactions?expand[]=data.source";

    /// <param name="page">Newest first.</param>
    /// <param name="isFirst">Whether it is the account's first: by it the account is known to be this business's.</param>
    public async Task CompareAsync(string account, IReadOnlyList<JsonElement> page, bool isFirst, CancellationToken cancel)
    {
        var deliveries = new List<Delivery>();
        foreach (var listed in page)
        {
            var transaction = await ExpandAsync(account, listed, cancel);
            if (StripePullMapper.IsCompared(transaction))
            {
                deliveries.Add(StripePullMapper.Map(scope.Mapping, livemode: true, account, Encoding.UTF8.GetBytes(transaction.GetRawText())));
            }
        }

        // What moves no money yet, as a payout on its way, is looked at once it does: its key stays free until then.
        deliveries.RemoveAll(delivery => delivery.Payments.Count == 0 && delivery.Quarantine.Count == 0);
        if (deliveries.Count == 0)
        {
            return;
        }

        if (isFirst)
        {
            await StripeKeyCheck.AssertSameMoneyAsync(scope, account, deliveries, cancel);
        }

        var known = await NoteAsync(account, deliveries, cancel);

        // Another amount under the same key would wait in quarantine, as if nobody had looked at it.
        await pulled.AppendAsync(
            scope.Run,
            [.. deliveries.Select(delivery => delivery.Payments is [var payment] && known.GetValueOrDefault(payment.SourceKey)?.IsRecordedAs(payment) == false
                ? delivery with { Payments = [] }
                : delivery)],
            cancel);
    }

    /// <returns>What the ledger had of them.</returns>
    private async Task<IReadOnlyDictionary<string, LedgerMovement>> NoteAsync(string account, IEnumerable<Delivery> deliveries, CancellationToken cancel)
    {
        StripeMovement[] movements =
        [
            .. deliveries.Where(delivery => delivery is { Payments.Count: 1, Livemode: true })
                .Select(delivery => new StripeMovement(delivery.Payments[0], delivery.ObjectId!, delivery.OccurredAt))
                .DistinctBy(movement => movement.Payment.SourceKey),
        ];
        await using var session = await scope.OpenAsync(cancel);
        var rows = await LedgerMovements.FindAsync(session, scope, account, [.. movements.Select(movement => movement.Payment.SourceKey)], cancel);
        var judge = await StripeJudge.OfAsync(session, scope, cancel);
        await judge.NoteAsync(session, [.. movements.Select(movement => judge.Verdict(movement, rows.GetValueOrDefault(movement.Payment.SourceKey)))], cancel);
        await session.CommitAsync(cancel);
        return rows;
    }

    // Stripe may give the id alone, however it is asked.
    private async Task<JsonElement> ExpandAsync(string account, JsonElement transaction, CancellationToken cancel)
    {
        if (!transaction.TryGetProperty("source", out var source) || source.ValueKind != JsonValueKind.String
            || StripePaths.OfObject(source.GetString()!) is not { } path || await client.FindAsync(scope, account, path, cancel) is not { } found)
        {
            return transaction;
        }

        var whole = JsonNode.Parse(transaction.GetRawText())!.AsObject();
        whole["source"] = JsonNode.Parse(found.GetRawText());
        return JsonSerializer.SerializeToElement(whole);
    }
}
