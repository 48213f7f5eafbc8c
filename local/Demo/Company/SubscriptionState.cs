namespace Plumbline.Local.Demo.Company;

/// <param name="At">In whole seconds, as Stripe tells it.</param>
/// <param name="Status">trialing, active, past_due or canceled.</param>
internal sealed record SubscriptionState(DateTimeOffset At, string Status, int Quantity)
{
    public bool IsPaused { get; init; }

    public bool IsOver => Status == "canceled";

    /// <summary>Whether it counts as recurring revenue.</summary>
    public bool Earns => Status is "active" or "past_due" && !IsPaused;
}
