using Plumbline.Ledger;
using Plumbline.Tenants;

namespace Plumbline.Webhooks.GoHighLevel;

/// <summary>What reading a delivery takes beside its body.</summary>
internal sealed record GoHighLevelContext(Tenant Tenant, ContactHash Hash, DateTimeOffset Now);
