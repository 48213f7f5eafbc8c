namespace Plumbline.Tests.Webhooks.Stripe.Lives;

/// <summary>One thing that happens.</summary>
/// <param name="Of">Which of the life's refunds or payouts it happens to, counted from 0.</param>
/// <param name="Amount">How much it is about, in minor units.</param>
internal sealed record LifeStep(LifeStepKind Kind, long Amount = 0, int Of = 0)
{
    public override string ToString() => $"{Kind}[{Of}] {Amount}";
}
