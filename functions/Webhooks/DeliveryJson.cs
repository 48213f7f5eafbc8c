using Plumbline.Ledger;

namespace Plumbline.Webhooks;

/// <summary>What became of a webhook's delivery. Whatever the outcome, it need not be sent again.</summary>
/// <param name="Outcome">stored; duplicate, when it came before; quarantined, when it is kept and something in it could not be read.</param>
public sealed record DeliveryJson(string Outcome)
{
    internal static DeliveryJson Of(AppendOutcome outcome) => new(outcome.ToString().ToLowerInvariant());
}
