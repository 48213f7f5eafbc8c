using System.Globalization;
using Plumbline.Ledger;
using Plumbline.Manage;
using static Plumbline.Manage.Faults;

namespace Plumbline.Adjustments;

/// <summary>What is wrong with a request in itself, whatever the ledger holds.</summary>
internal static class AdjustmentValidation
{
    public const int LongestKey = 200;
    public const int LongestMeasure = 100;

    private const int ShortestReason = 10;
    private const int LongestReason = 1_000;
    private const int LongestTag = 255;

    /// <returns>Null when nothing is.</returns>
    public static string? Fault(AdjustmentRequest request) =>
        OneOf(request.Kind, "kind", AdjustmentKind.All)
        ?? ReasonFault(request.Reason.Trim())
        ?? TargetFault(request.Target)
        ?? (request.EffectiveDate is { } date && !TryReadDate(date, out _) ? "effectiveDate must be a day as yyyy-MM-dd." : null)
        ?? (request.Kind == AdjustmentKind.Void ? VoidFault(request) : AmountFault(request));

    public static string? KeyFault(string key) =>
        key.Length is < 1 or > LongestKey || key.Any(c => c is < ' ' or > '~')
            ? string.Create(CultureInfo.InvariantCulture, $"Idempotency-Key must be 1 to {LongestKey} printable ASCII characters.")
            : null;

    public static bool TryReadDate(string text, out DateOnly date) =>
        DateOnly.TryParseExact(text, "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out date);

    // A reason may have lines; NUL is no text to the database.
    private static string? ReasonFault(string reason) =>
        reason.Length is < ShortestReason or > LongestReason || reason.Any(c => char.IsControl(c) && c is not ('\n' or '\r' or '\t'))
            ? string.Create(CultureInfo.InvariantCulture, $"reason must be {ShortestReason} to {LongestReason} characters, without control characters.")
            : null;

    private static string? TargetFault(AdjustmentTarget? target) =>
        target is null ? null
        : OneOf(target.Table, "target.table", AdjustmentTarget.Tables)
        ?? (target.Seq < 1 ? "target.seq must be the seq of a row, from 1." : null);

    private static string? VoidFault(AdjustmentRequest request) =>
        request.Target is null ? "target is missing: a void takes a fact out."
        : request.Measure is not null ? Excess("measure")
        : request.Amount is not null ? Excess("amount")
        : request.Currency is not null ? Excess("currency")
        : request.Tags is not null ? Excess("tags")
        : null;

    private static string Excess(string member) => $"{member} must be left out: a void takes the whole fact out.";

    private static string? AmountFault(AdjustmentRequest request) =>
        request.Measure is null ? "measure is missing: what the amount is added to, such as cash."
        : Text(request.Measure, "measure", LongestMeasure) is { } fault ? fault
        : request.Amount is null ? "amount is missing."
        : request.Amount == 0 ? "amount must not be 0."
        : request.Target is null && request.EffectiveDate is null ? "effectiveDate is missing: without a target it says when the amount counts."
        : request.Currency is { } currency && !TenantValidation.IsCurrency(currency) ? "currency must be an ISO 4217 code in capitals, such as USD."
        : request.Tags is { } tags ? TagFault(tags)
        : null;

    private static string? TagFault(Tags tags) =>
        Named(tags).Where(tag => !string.IsNullOrEmpty(tag.Value)).Select(tag => Text(tag.Value, $"tags.{tag.Name}", LongestTag)).FirstOrDefault(fault => fault is not null);

    private static IEnumerable<(string Name, string? Value)> Named(Tags tags) =>
    [
        ("department", tags.Department), ("team", tags.Team), ("ownerId", tags.OwnerId), ("clientId", tags.ClientId), ("branch", tags.Branch),
        ("sourceFunnel", tags.SourceFunnel), ("utmSource", tags.UtmSource), ("utmMedium", tags.UtmMedium), ("utmCampaign", tags.UtmCampaign),
        ("utmTerm", tags.UtmTerm), ("utmContent", tags.UtmContent),
    ];
}
