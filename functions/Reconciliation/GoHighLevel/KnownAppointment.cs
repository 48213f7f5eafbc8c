using System.Globalization;
using Plumbline.Ledger;

namespace Plumbline.Reconciliation.GoHighLevel;

/// <summary>An appointment as the ledger has it now.</summary>
/// <param name="Seq">In ledger.raw_appointments.</param>
/// <param name="At">Since when.</param>
internal sealed record KnownAppointment(
    long Seq, DateTimeOffset At, string? CalendarId, string? Status, DateTimeOffset? StartAt, DateTimeOffset? EndAt, string? OwnerId, string? ClientId,
    bool IsDeleted)
{
    /// <summary>In what it is otherwise at the source, in words; silent where only the ledger is.</summary>
    public IReadOnlyList<string> ContradictedBy(AppointmentState state)
    {
        if (IsDeleted)
        {
            return ["it is deleted in the ledger and not at GoHighLevel"];
        }

        var parts = new List<string>();
        Add("status", Status, state.Status);
        AddTime("start", StartAt, state.StartAt);
        AddTime("end", EndAt, state.EndAt);
        AddOther("the calendar", CalendarId, state.CalendarId);
        AddOther("the owner", OwnerId, state.Tags.OwnerId);
        AddOther("the contact", ClientId, state.Tags.ClientId);
        return parts;

        void AddTime(string name, DateTimeOffset? here, DateTimeOffset? there)
        {
            if (here is not null && Text(here) != Text(there))
            {
                parts.Add($"{name} {Told(here)} in the ledger, {Told(there)} at GoHighLevel");
            }
        }

        // An id says nothing to whoever reads it.
        void AddOther(string name, string? here, string? there)
        {
            if (here is not null && here != there)
            {
                parts.Add(there is null ? $"{name} is none at GoHighLevel" : $"{name} is another at GoHighLevel");
            }
        }

        void Add(string name, string? here, string? there)
        {
            if (here is not null && here != there)
            {
                parts.Add($"{name} {here} in the ledger, {there ?? "none"} at GoHighLevel");
            }
        }
    }

    public bool IsSameAs(AppointmentState state) =>
        !IsDeleted && (CalendarId, Status, OwnerId, ClientId) == (state.CalendarId, state.Status, state.Tags.OwnerId, state.Tags.ClientId)
        && Text(StartAt) == Text(state.StartAt) && Text(EndAt) == Text(state.EndAt);

    private static string Told(DateTimeOffset? at) => at is { } time ? time.UtcDateTime.ToString("yyyy-MM-dd HH:mm:ss 'UTC'", CultureInfo.InvariantCulture) : "none";

    // To the microsecond, as the database keeps it.
    private static string? Text(DateTimeOffset? at) => at is { } time ? Webhooks.SourceTime.Write(time) : null;
}
