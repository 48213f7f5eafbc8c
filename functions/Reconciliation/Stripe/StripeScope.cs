using Plumbline.Ledger;
using Plumbline.Platform;
using Plumbline.Tenants;
using Plumbline.Webhooks.Stripe;

namespace Plumbline.Reconciliation.Stripe;

/// <summary>What a run holds Stripe against, as long as one process is at it.</summary>
/// <param name="Key">The tenant's API key.</param>
/// <param name="Hash">Hashes the addresses of payers.</param>
internal sealed record StripeScope(ReconciliationRun Run, string Key, ContactHash Hash)
{
    public Tenant Tenant => Run.Tenant;

    /// <summary>The tenant's own account, which has no name here, then those connected.</summary>
    public string[] Accounts { get; } = ["", .. Run.Tenant.StripeAccounts.Distinct()];

    public StripeContext Mapping => new(Run.Tenant, Hash, Run.Time.GetUtcNow());

    public Task<TenantSession> OpenAsync(CancellationToken cancel) => Run.OpenAsync(cancel);
}
