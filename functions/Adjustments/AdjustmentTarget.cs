namespace Plumbline.Adjustments;

/// <summary>The fact an adjustment is about, as the rows of a KPI name it.</summary>
/// <param name="Table">raw_events, raw_payments, raw_opportunities, raw_appointments, raw_clients, raw_ad_spend, finance_snapshots or adjustments.</param>
/// <param name="Seq">Its seq in that table of schema ledger.</param>
public sealed record AdjustmentTarget(string Table, long Seq)
{
    internal const string Events = "raw_events";
    internal const string Adjustments = "adjustments";

    internal static readonly IReadOnlyList<string> Tables =
        [Events, "raw_payments", "raw_opportunities", "raw_appointments", "raw_clients", "raw_ad_spend", "finance_snapshots", Adjustments];

    public override string ToString() => FormattableString.Invariant($"{Table} {Seq}");
}
