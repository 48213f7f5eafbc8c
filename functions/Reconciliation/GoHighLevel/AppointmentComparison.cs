using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using Plumbline.Ledger;
using Plumbline.Webhooks.GoHighLevel;

namespace Plumbline.Reconciliation.GoHighLevel;

/// <summary>Appointments as GoHighLevel answered them, held against the ledger's latest states.</summary>
internal static class AppointmentComparison
{
    public const string Kind = "appointment";

    /// <inheritdoc cref="DealComparison.CompareAsync"/>
    public static async Task<GoHighLevelStep> CompareAsync(
        GoHighLevelScene scene, IReadOnlyList<JsonElement> appointments, long mark, GoHighLevelCursor next, CancellationToken cancel)
    {
        if (appointments.Count == 0)
        {
            return new GoHighLevelStep(next);
        }

        var owns = await scene.OwnsAsync(FieldOwners.Appointments, cancel);
        var known = await AppointmentLedger.FindAsync(scene, [.. appointments.Select(GoHighLevelClient.IdOf).Distinct()], cancel);
        var items = new List<ReconciledItem>();
        var findings = new List<NewFinding>();
        var deliveries = new List<Delivery>();
        var unread = new List<string>();
        foreach (var appointment in appointments.DistinctBy(GoHighLevelClient.IdOf))
        {
            var id = GoHighLevelClient.IdOf(appointment);
            var body = Encoding.UTF8.GetBytes(appointment.GetRawText());
            var read = GoHighLevelPulls.Map(scene.Reading with { StoredKey = scene.KeyOf(GoHighLevelPulls.Appointment, id) }, GoHighLevelPulls.Appointment, body);
            var latest = known.GetValueOrDefault(id);
            if (read.Appointments is not [var state])
            {
                // Quarantined once for as long as it stays so, and not in every run.
                deliveries.Add(read with { SourceKey = $"pull:{GoHighLevelPulls.Appointment}:{id}:{Convert.ToHexStringLower(SHA256.HashData(body))}" });
                unread.Add(id);
                continue;
            }

            if (latest is not null && (latest.Seq > mark || latest.IsSameAs(state)))
            {
                items.Add(new ReconciledItem(Kind, id, ItemOutcome.Matched));
                continue;
            }

            IReadOnlyList<string> contradicted = latest is null || latest.At < state.EffectiveAt ? [] : latest.ContradictedBy(state);
            items.Add(new ReconciledItem(Kind, id, contradicted.Count > 0 ? ItemOutcome.Differing : ItemOutcome.Missing));
            if (contradicted.Count > 0)
            {
                findings.Add(Differs(id, latest!, contradicted, owns));
            }

            if (owns || contradicted.Count == 0)
            {
                // Of one moment the last that came holds.
                var at = latest is not null && latest.At > state.EffectiveAt ? latest.At : state.EffectiveAt;
                deliveries.Add(read with { Appointments = [state with { EffectiveAt = at }] });
            }
        }

        return new GoHighLevelStep(next.WithUnread(Kind, unread)) { Items = items, Findings = findings, Deliveries = deliveries };
    }

    private static NewFinding Differs(string id, KnownAppointment latest, IReadOnlyList<string> contradicted, bool owns) => GoHighLevelScene.Finding(
        GoHighLevelChecks.AppointmentDiffers, id, "medium",
        $"The appointment differs: {string.Join("; ", contradicted)}: {(owns ? "corrected, since GoHighLevel owns appointments" : "left as it is, since GoHighLevel does not own appointments")}.",
        latest.At) with
    {
        Rows = [new FactRowId("raw_appointments", latest.Seq)],
    };
}
