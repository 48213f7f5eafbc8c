namespace Plumbline.Local.Demo.Company;

/// <summary>Money on its way from Stripe to the company's bank; in cents.</summary>
/// <param name="FailedAt">When the bank sent it back; null where it did not.</param>
internal sealed record Payout(string Key, DateTimeOffset Created, long Cents, DateTimeOffset? FailedAt)
{
    public DateTimeOffset PaidAt => Created.AddHours(30);
}
