using System.Globalization;
using Plumbline.Platform;
using Plumbline.Tenants;

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
    public static string Tell(DealFields known, DealFields right, IReadOnlyList<PipelineStage> stages)
    {
        if (known.IsDeleted != right.IsDeleted)
        {
            return "it is deleted in the ledger and not at GoHighLevel";
        }

        var parts = new List<string>();
        AddOther("the pipeline", known.PipelineId, right.PipelineId);
        if (NameOf(known) is { } here && NameOf(right) is { } there && here != there)
        {
            Add("stage", here, there);
        }
        else
        {
            AddOther("the stage", known.StageId, right.StageId);
        }

        Add("status", known.Status, right.Status);
        Add("value", Money(known), Money(right));
        AddOther("the owner", known.OwnerId, right.OwnerId);
        AddOther("the contact", known.ClientId, right.ClientId);
        AddOther("where it came from", known.Origin, right.Origin);
        return string.Join("; ", parts);

        string? NameOf(DealFields deal) => stages.FirstOrDefault(stage => stage.PipelineId == deal.PipelineId && stage.StageId == deal.StageId)?.Name;

        // An id says nothing to whoever reads it.
        void AddOther(string name, string? here, string? there)
        {
            if (Contradicts(here, there))
            {
                parts.Add(there is null ? $"{name} is none at GoHighLevel" : $"{name} is another at GoHighLevel");
            }
        }

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
