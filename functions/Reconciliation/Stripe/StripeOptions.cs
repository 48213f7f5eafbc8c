using System.ComponentModel.DataAnnotations;

namespace Plumbline.Reconciliation.Stripe;

public sealed class StripeOptions
{
    public const string Section = "Stripe";

    /// <summary>Where Stripe's API is.</summary>
    [Required, Url]
    public string BaseUrl { get; set; } = "https://api.stripe.com/";
}
