using Plumbline.Tenants;

namespace Plumbline.Telemetry;

/// <summary>How one tenant is doing.</summary>
/// <param name="Tenant">Its slug.</param>
/// <param name="OverdueMonths">Months that should have been closed a day ago.</param>
/// <param name="FirstOverdue">The earliest of them; null where there is none.</param>
/// <param name="Quarantined">Deliveries that wait in quarantine.</param>
/// <param name="Unsent">How long the oldest digest that is due and not sent has waited; zero where there is none.</param>
public sealed record TenantVitals(
    string Tenant, int OverdueMonths, Month? FirstOverdue, long HighFindings, long MediumFindings, long LowFindings, long Quarantined, TimeSpan Unsent)
{
    private static readonly TimeSpan LongUnsent = TimeSpan.FromHours(1);

    public bool NeedsCare => OverdueMonths > 0 || HighFindings > 0 || Unsent >= LongUnsent;
}
