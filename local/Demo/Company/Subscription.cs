namespace Plumbline.Local.Demo.Company;

/// <summary>A subscription with every state it went through.</summary>
internal sealed class Subscription(string key, Contact payer, SubscriptionPlan plan)
{
    public string Key => key;

    public Contact Payer => payer;

    public SubscriptionPlan Plan => plan;

    /// <summary>In the order of time.</summary>
    public List<SubscriptionState> States { get; } = [];

    public SubscriptionState Latest => States[^1];

    public SubscriptionState StateAt(DateTimeOffset moment) => States.Last(state => state.At <= moment);
}
