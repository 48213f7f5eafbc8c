namespace Plumbline.Tests.Webhooks.Stripe.Lives;

/// <summary>All that happens to one charge's money, in the order in which it happens.</summary>
/// <param name="Name">Part of every id, so that lives do not meet in one ledger.</param>
/// <param name="Settlement">The balance's currency, which may not be the one paid in.</param>
/// <param name="Account">The connected account, or empty.</param>
/// <param name="Seed">Decides what events repeat and how they are written.</param>
internal sealed record Life(string Name, string Currency, string Settlement, string Account, int Seed, IReadOnlyList<LifeStep> Steps)
{
    public string ChargeId => $"ch_{Name}";

    public string DisputeId => $"dp_{Name}";

    public string RefundId(int of) => $"re_{Name}_{of}";

    public string PayoutId(int of) => $"po_{Name}_{of}";

    /// <summary>The balance transaction of a step that withdraws or reinstates funds.</summary>
    public string TransactionId(int step) => $"txn_{Name}_{step}";

    /// <summary>What an amount is in the balance's currency.</summary>
    public long InSettlement(long amount) => Settlement == Currency ? amount : (3 * amount) + 7;

    /// <summary>Whom the charge's metadata names as its owner, if anybody, once it was changed this often.</summary>
    public string? OwnerAfter(int retaggings) => new[] { null, "ann", "bob" }[(Seed + retaggings) % 3];

    /// <summary>When a step happens.</summary>
    public static DateTimeOffset At(int step) => StripeEvents.At.AddHours(step);

    public override string ToString() =>
        $"{Name}: {Currency} settled in {Settlement}, account '{Account}', seed {Seed}: {string.Join(", ", Steps)}";
}
