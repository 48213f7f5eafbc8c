using Plumbline.Ledger;
using Plumbline.Tenants;

namespace Plumbline.Webhooks.Stripe;

/// <summary>What reading a delivery takes besides its body.</summary>
/// <param name="Tenant">Whose delivery it is.</param>
/// <param name="Hash">Hashes the addresses of payers.</param>
/// <param name="Now">When it arrived.</param>
public sealed record StripeContext(Tenant Tenant, ContactHash Hash, DateTimeOffset Now);
