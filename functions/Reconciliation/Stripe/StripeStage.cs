namespace Plumbline.Reconciliation.Stripe;

/// <summary>In their order.</summary>
internal enum StripeStage
{
    /// <summary>Stripe's balance transactions are looked for in the ledger: before the events, which would hide what was missing.</summary>
    Transactions,

    /// <summary>Events that were not delivered are appended, for what moved no money.</summary>
    Events,

    /// <summary>The ledger's movements that no transaction was of are looked for at Stripe.</summary>
    Movements,

    /// <summary>What was found or told otherwise before, and is not within this comparison, is looked at again.</summary>
    Findings,

    /// <summary>Disputes whose end was never told are asked for.</summary>
    Disputes,

    /// <summary>Deliveries that disagreed about a movement wait no longer: Stripe has said which is right.</summary>
    Conflicts,

    Done,
}
