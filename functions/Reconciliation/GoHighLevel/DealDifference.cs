using System.Globalization;
using Plumbline.Platform;

namespace Plumbline.Reconciliation.GoHighLevel;

/// <summary>In what two states of a deal differ.</summary>
internal static class DealDifference
{
    /// <summary>Whether what the ledger says is wrong, and not only silent.</summary>
    public static bool IsContradiction(DealFields known, DealFields right) =>
        known.IsDeleted != right.IsDeleted
        || Contradicts(known.PipelineId, right.PipelineId)
        || Contradicts(known.StageId, right.StageId)
        || Contradicts(known.Status, right.Status)
        || Contradicts(Money(known), Money(right))
        || Contradicts(known.OwnerId, right.OwnerId)
        || Contradicts(known.ClientId, right.ClientId)
        || Contradicts(known.Origin, right.Origin);

    /// <summary>The same in words, without what may be personal.</summary>
    public static string Tell(DealFields known, DealFields right)
    {
        if (known.IsDeleted != right.IsDeleted)
        {
            return "it is deleted in the ledger and not at GoHighLevel";
        }

        var parts = new List<string>();
        Add("pipeline", known.PipelineId, right.PipelineId);
        Add("stage", known.StageId, right.StageId);
        Add("status", known.Status, right.Status);
        Add("value", Money(known), Money(right));
        Add("owner", known.OwnerId, right.OwnerId);
        Add("contact", known.ClientId, right.ClientId);
        if (Contradicts(known.Origin, right.Origin))
        {
            parts.Add("where it came from is another");
        }

        return string.Join("; ", parts);

        void Add(string name, string? here, string? there)
        {
            if (Contradicts(here, there))
            {
                parts.Add($"{name} {here} in the ledger, {there ?? "none"} at GoHighLevel");
            }
        }
    }

    private static bool Contradicts(string? known, string? right) => known is not null && known != right;

    private static string? Money(DealFields fields) =>
        fields.ValueMinor is { } minor && fields.Currency is { } currency ? Currency.Format(minor, currency, CultureInfo.InvariantCulture) : null;
}
