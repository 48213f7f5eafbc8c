namespace Plumbline.Ledger;

/// <summary>A fact with the delivery that says it.</summary>
internal readonly record struct FactRow<TFact>(Delivery Delivery, TFact Fact);
