namespace Plumbline.Local.Demo.Company;

/// <summary>What is paid for again and again.</summary>
/// <param name="Cents">The price of one, each time.</param>
/// <param name="Interval">week, month or year.</param>
internal sealed record SubscriptionPlan(string Name, long Cents, string Interval);
