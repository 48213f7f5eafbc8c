using System.Text.Json;
using System.Text.RegularExpressions;

namespace Plumbline.Quarantines;

/// <summary>Which values say nothing of anybody: what a source writes itself, under a name it writes it under, in the shape it writes it in.</summary>
internal static partial class BodyValues
{
    // From 2000 on and before 2100.
    private const long Earliest = 946_684_800;
    private const long Latest = 4_102_444_800;

    // What a business calls its own pipelines and stages, by which workflows name them.
    private static readonly HashSet<string> Labels = ["stage", "pipleline_stage", "pipeline_stage", "pipelineStage", "pipeline_name", "pipelineName"];

    private static readonly HashSet<string> Ids =
    [
        "id", "_id", "account", "customer", "charge", "payment_intent", "invoice", "latest_invoice", "subscription", "balance_transaction",
        "failure_balance_transaction", "price", "product", "plan", "dispute", "refund", "payout", "source_transfer", "subscription_item",
        "contact_id", "pipeline_id", "pipeline_stage_id", "location_id", "workflow_id", "created_by_user_id",
        "contactId", "customerId", "pipelineId", "pipelineStageId", "locationId", "companyId", "webhookId", "appointmentId", "calendarId", "groupId",
        "assignedTo", "assignedUserId", "userId", "messageId", "conversationId", "opportunityId", "workflowId", "altId", "orderId", "invoiceId",
        "transactionId", "subscriptionId", "productId", "priceId",
    ];

    private static readonly HashSet<string> Times =
    [
        "created", "timestamp", "dateAdded", "dateUpdated", "date_created", "date_updated", "createdAt", "updatedAt", "startTime", "endTime",
        "current_period_start", "current_period_end", "period_start", "period_end", "start_date", "canceled_at", "ended_at", "cancel_at", "trial_end", "arrival_date",
    ];

    private static readonly HashSet<string> Amounts =
    [
        "monetaryValue", "lead_value", "fee", "net", "quantity", "unit_amount", "interval_count", "callDuration",
    ];

    /// <summary>Whether it looks as a source's own names do; a custom field's name may be anything.</summary>
    public static bool IsName(string name) => Name().IsMatch(name) && !LongNumber().IsMatch(name);

    public static bool IsShownNumber(string name, JsonElement value) =>
        Times.Contains(name) ? value.TryGetInt64(out var at) && (at is >= Earliest and < Latest || at is >= Earliest * 1000 and < Latest * 1000)
        : IsAmount(name) && value.GetRawText().Length <= 20;

    /// <param name="atRoot">Whether it is a member of the body itself.</param>
    public static bool IsShownText(string name, string text, bool atRoot) =>
        Times.Contains(name) ? Date().IsMatch(text)
        : IsAmount(name) ? Amount().IsMatch(text)
        : BodyWords.Names.Contains(name) ? BodyWords.Knows(name, text)
        : Ids.Contains(name) ? IsId(text)
        : atRoot && (name == "api_version" ? Version().IsMatch(text) : Labels.Contains(name) && Label().IsMatch(text) && !PhoneWithin().IsMatch(text));

    private static bool IsAmount(string name) => Amounts.Contains(name) || AmountName().IsMatch(name);

    // By letters and digits alone an id could be a user name: one of Stripe has a prefix Stripe gives, one of GoHighLevel no year.
    private static bool IsId(string text) =>
        StripeId().Match(text) is { Success: true } stripe ? BodyWords.IdPrefixes.Contains(stripe.Groups["prefix"].Value) && !LongNumber().IsMatch(text)
        : (GoHighLevelId().IsMatch(text) && !Year().IsMatch(text)) || HexId().IsMatch(text)
        || (text.Length == 36 && Guid.TryParseExact(text, "D", out _));

    [GeneratedRegex(@"^_?[a-z][A-Za-z0-9_]{0,49}\z")]
    private static partial Regex Name();

    [GeneratedRegex(@"^amount(_[a-z]{1,20}){0,3}\z")]
    private static partial Regex AmountName();

    [GeneratedRegex(@"^(?<prefix>[a-z][a-z_]{1,14})_(?=[A-Za-z]*[0-9])[A-Za-z0-9]{8,60}\z")]
    private static partial Regex StripeId();

    [GeneratedRegex(@"^(?=[A-Za-z]*[0-9])(?=[A-Z0-9]*[a-z])(?=[a-z0-9]*[A-Z])[A-Za-z0-9]{15,40}\z")]
    private static partial Regex GoHighLevelId();

    [GeneratedRegex(@"^(?=([0-9]*[a-f]){4})[0-9a-f]{24}\z")]
    private static partial Regex HexId();

    [GeneratedRegex("[0-9]{4}")]
    private static partial Regex Year();

    [GeneratedRegex("[0-9]{7}")]
    private static partial Regex LongNumber();

    [GeneratedRegex(@"^[\p{L}\p{N} _:.&/()\-]{1,60}\z")]
    private static partial Regex Label();

    [GeneratedRegex(@"^\d{4}-\d{2}-\d{2}(\.[a-z]{1,20})?\z")]
    private static partial Regex Version();

    [GeneratedRegex(@"^\d{4}-\d{2}-\d{2}([T ]\d{2}:\d{2}(:\d{2}(\.\d{1,9})?)?(Z|[+-]\d{2}:?\d{2})?)?\z")]
    private static partial Regex Date();

    [GeneratedRegex(@"^-?\d{1,6}(\.\d{1,4})?\z")]
    private static partial Regex Amount();

    [GeneratedRegex(@"([0-9][ ()+./\-]*){7}")]
    private static partial Regex PhoneWithin();
}
