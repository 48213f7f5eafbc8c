using Microsoft.Extensions.Logging;
using Plumbline.Tenants;

namespace Plumbline.Telemetry;

/// <summary>Tells how the app is doing: a line that alerts read, the gauges, and a warning for each tenant that needs somebody.</summary>
public sealed partial class VitalsWatch(VitalsReader reader, VitalsGauges gauges, ILogger<VitalsWatch> log)
{
    public async Task LookAsync(CancellationToken cancel)
    {
        var vitals = await reader.ReadAsync(cancel);
        gauges.Keep(vitals);
        LogVitals(
            vitals.OverdueMonths, vitals.HighFindings, vitals.OpenFindings, vitals.Quarantined, (int)vitals.OldestUnsent.TotalMinutes,
            vitals.PoisonMessages.Values.Sum());
        foreach (var tenant in vitals.Tenants.Where(tenant => tenant.NeedsCare))
        {
            LogTenant(tenant.Tenant, tenant.OverdueMonths, tenant.FirstOverdue, tenant.HighFindings, (int)tenant.Unsent.TotalMinutes);
        }

        foreach (var (queue, messages) in vitals.PoisonMessages.Where(queue => queue.Value > 0))
        {
            LogPoison(queue, messages);
        }
    }

    // The alerts read this line word for word: infra's queries change with it.
    [LoggerMessage(
        LogLevel.Information,
        "Vitals: {OverdueMonths} months overdue, {HighFindings} open findings of high severity, {OpenFindings} open findings, {Quarantined} deliveries in quarantine, {UnsentMinutes} minutes the oldest unsent digest waits, {PoisonMessages} poison messages")]
    private partial void LogVitals(int overdueMonths, long highFindings, long openFindings, long quarantined, int unsentMinutes, int poisonMessages);

    [LoggerMessage(
        LogLevel.Warning,
        "Tenant {Tenant} needs somebody: {OverdueMonths} months overdue (first {Month}), {HighFindings} open findings of high severity, its oldest unsent digest waits {UnsentMinutes} minutes")]
    private partial void LogTenant(string tenant, int overdueMonths, Month? month, long highFindings, int unsentMinutes);

    [LoggerMessage(LogLevel.Warning, "Queue {Queue} holds {PoisonMessages} messages that were given up")]
    private partial void LogPoison(string queue, int poisonMessages);
}
