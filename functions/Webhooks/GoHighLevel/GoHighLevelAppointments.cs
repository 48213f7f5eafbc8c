using Plumbline.Ledger;

namespace Plumbline.Webhooks.GoHighLevel;

/// <summary>Appointments as deliveries show them.</summary>
internal static class GoHighLevelAppointments
{
    public static AppointmentState OfNative(SourceObject appointment, GoHighLevelObservation seen) => Of(seen, appointment.RequiredText("id"), bare => bare with
    {
        CalendarId = appointment.Text("calendarId"),
        Status = StatusOf(appointment),
        BookedAt = seen.Context.Happened("dateAdded", appointment.Time),
        StartAt = seen.Context.Planned("startTime", appointment.Time),
        EndAt = seen.Context.Planned("endTime", appointment.Time),
    });

    /// <param name="calendar">The workflow's member of that name.</param>
    public static AppointmentState OfWorkflow(SourceObject calendar, GoHighLevelObservation seen)
    {
        var times = new GoHighLevelLocalTime(calendar, calendar.TextOrNull("selectedTimezone") ?? seen.Context.Tenant.TimeZone);
        return Of(seen, calendar.RequiredText("appointmentId"), bare => bare with
        {
            CalendarId = calendar.Text("id"),
            Status = StatusOf(calendar),
            BookedAt = seen.Context.Happened("date_created", times.Read),
            StartAt = seen.Context.Planned("startTime", times.Read),
            EndAt = seen.Context.Planned("endTime", times.Read),
        });
    }

    private static AppointmentState Of(GoHighLevelObservation seen, string id, Func<AppointmentState, AppointmentState> read)
    {
        var bare = new AppointmentState
        {
            SourceKey = $"{seen.EventKey}:appointment",
            AppointmentId = id,
            EffectiveAt = seen.EffectiveAt,
            Deleted = seen.Type.Deletes(GoHighLevelEntity.Appointment),
            Tags = seen.Tags,
        };
        return GoHighLevelObservation.Complete(bare, bare.Deleted, read);
    }

    // GoHighLevel misspells the member in workflows, and the status here and there.
    private static string StatusOf(SourceObject appointment) =>
        (appointment.Text("appointmentStatus") ?? appointment.Text("appoinmentStatus") ?? appointment.Text("status"))?.ToLowerInvariant() switch
        {
            "new" or "booked" => "new",
            "cancelled" or "canceled" => "cancelled",
            "noshow" or "no-show" or "no_show" => "noshow",
            ("confirmed" or "showed" or "invalid" or "active" or "completed") and var status => status,
            _ => throw new UnmappableException("appointmentStatus is missing or unknown"),
        };
}
