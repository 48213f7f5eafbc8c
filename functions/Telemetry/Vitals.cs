namespace Plumbline.Telemetry;

/// <summary>How the whole app is doing at one moment.</summary>
/// <param name="PoisonMessages">By queue, what its function has given up and nobody has looked after.</param>
public sealed record Vitals(IReadOnlyList<TenantVitals> Tenants, IReadOnlyDictionary<string, int> PoisonMessages)
{
    public int OverdueMonths => Tenants.Sum(tenant => tenant.OverdueMonths);

    public long HighFindings => Tenants.Sum(tenant => tenant.HighFindings);

    public long MediumFindings => Tenants.Sum(tenant => tenant.MediumFindings);

    public long LowFindings => Tenants.Sum(tenant => tenant.LowFindings);

    public long OpenFindings => HighFindings + MediumFindings + LowFindings;

    public long Quarantined => Tenants.Sum(tenant => tenant.Quarantined);

    public TimeSpan OldestUnsent => Tenants.Select(tenant => tenant.Unsent).DefaultIfEmpty().Max();
}
