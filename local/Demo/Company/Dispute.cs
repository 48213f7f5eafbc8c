namespace Plumbline.Local.Demo.Company;

/// <summary>A charge its payer's bank took back, or asked about; in whole seconds, as Stripe tells it.</summary>
internal sealed record Dispute(Charge Charge, DisputeFate Fate, DateTimeOffset Created, DateTimeOffset Closed)
{
    public string Id => $"dp_{Charge.Key}";

    public DateTimeOffset? WithdrawnAt => Fate == DisputeFate.Inquiry ? null : Created.AddSeconds(2);

    public DateTimeOffset? ReinstatedAt => Fate switch
    {
        DisputeFate.Won => Closed.AddSeconds(5),
        DisputeFate.WonEarly => Created.AddDays(9),
        _ => null,
    };

    /// <summary>What it moved by then, in cents.</summary>
    public IEnumerable<(string Key, DateTimeOffset At, long Cents)> MovementsBy(DateTimeOffset moment)
    {
        if (WithdrawnAt is { } withdrawn && withdrawn <= moment) yield return ($"txn_{Charge.Key}Dispute", withdrawn, -Charge.Cents);
        if (ReinstatedAt is { } reinstated && reinstated <= moment) yield return ($"txn_{Charge.Key}Reinstated", reinstated, Charge.Cents);
    }
}
