using System.Globalization;
using Plumbline.Ledger;

namespace Plumbline.Tests.Webhooks.GoHighLevel;

public sealed class GoHighLevelMapperAppointmentTests
{
    private static readonly byte[] Appointment = GoHighLevelMapping.Fixture("AppointmentUpdate.as-documented");

    [Fact]
    public void MapNative_Appointment_IsOneStateOfIt()
    {
        var delivery = GoHighLevelMapping.Native(Appointment);

        delivery.Appointments.ShouldHaveSingleItem().ShouldBe(new AppointmentState
        {
            SourceKey = $"{delivery.SourceKey}:appointment",
            AppointmentId = "apt_1",
            EffectiveAt = At("2026-02-28T04:30:00Z"),
            CalendarId = "cal_sales",
            Status = "confirmed",
            BookedAt = At("2026-02-27T04:30:00Z"),
            StartAt = At("2026-03-05T09:30:00Z"),
            EndAt = At("2026-03-05T10:00:00Z"),
            Tags = new Tags { ClientId = "con_1", OwnerId = "usr_blake" },
        });
        delivery.OccurredAt.ShouldBe(At("2026-02-28T04:30:00Z"));
        delivery.ObjectId.ShouldBe("apt_1");
        delivery.Contacts.ShouldBeEmpty();
        delivery.Quarantine.ShouldBeEmpty();
    }

    [Theory]
    [InlineData("AppointmentCreate", false)]
    [InlineData("AppointmentUpdate", false)]
    [InlineData("AppointmentDelete", true)]
    [InlineData("ContactUpdate", false)]
    [InlineData("NoteDelete", false)]
    [InlineData("NotInventedYet", false)]
    public void MapNative_AppointmentUnderAnyType_IsAnAppointment(string type, bool deleted)
    {
        var delivery = GoHighLevelMapping.Native(Appointment.With("type", $"\"{type}\""));

        delivery.Facts().ShouldBe(1);
        delivery.Appointments.ShouldHaveSingleItem().Deleted.ShouldBe(deleted);
        delivery.Tags.ClientId.ShouldBe("con_1");
    }

    [Theory]
    [InlineData("\"2026-03-01T09:00:00Z\"", "2026-03-01T09:00:00Z")]
    [InlineData("1772355600000", "2026-03-01T09:00:00Z")]
    public void MapNative_Timestamp_ComesBeforeDateUpdated(string timestamp, string expected) =>
        GoHighLevelMapping.Native(Appointment.With("timestamp", timestamp)).Appointments.ShouldHaveSingleItem().EffectiveAt.ShouldBe(At(expected));

    [Theory]
    [InlineData(null)]
    [InlineData("\"soon\"")]
    public void MapNative_NeitherTimestampNorDateUpdated_TakesTheArrival(string? updated) =>
        GoHighLevelMapping.Native(Appointment.With("appointment.dateUpdated", updated))
            .Appointments.ShouldHaveSingleItem().EffectiveAt.ShouldBe(GoHighLevelMapping.Now);

    [Theory]
    [InlineData("new", "new")]
    [InlineData("booked", "new")]
    [InlineData("confirmed", "confirmed")]
    [InlineData("Confirmed", "confirmed")]
    [InlineData("cancelled", "cancelled")]
    [InlineData("canceled", "cancelled")]
    [InlineData("showed", "showed")]
    [InlineData("noshow", "noshow")]
    [InlineData("no-show", "noshow")]
    [InlineData("no_show", "noshow")]
    [InlineData("NoShow", "noshow")]
    [InlineData("invalid", "invalid")]
    [InlineData("active", "active")]
    [InlineData("completed", "completed")]
    public void MapNative_Status_IsOneOfThoseKnown(string status, string expected) =>
        GoHighLevelMapping.Native(Appointment.With("appointment.appointmentStatus", $"\"{status}\"")).Appointments.ShouldHaveSingleItem().Status.ShouldBe(expected);

    [Fact]
    public void MapNative_WithoutDateAdded_IsBookedWhenItWasSeen()
    {
        var appointment = GoHighLevelMapping.Native(Appointment.Without("appointment.dateAdded")).Appointments.ShouldHaveSingleItem();

        appointment.BookedAt.ShouldBeNull();
    }

    [Theory]
    [InlineData("id", null)]
    [InlineData("id", "\"null\"")]
    [InlineData("id", "[]")]
    [InlineData("appointmentStatus", null)]
    [InlineData("appointmentStatus", "\"rescheduled\"")]
    [InlineData("appointmentStatus", "7")]
    [InlineData("calendarId", "{}")]
    [InlineData("startTime", "\"half past five\"")]
    [InlineData("endTime", "false")]
    [InlineData("dateAdded", "\"2026-13-01T00:00:00Z\"")]
    public void MapNative_AppointmentMemberThatCannotBeRead_IsQuarantinedByName(string member, string? value)
    {
        var delivery = GoHighLevelMapping.Native(Appointment.With($"appointment.{member}", value));

        delivery.ShouldBeQuarantined("unmappable");
        delivery.Quarantine[0].Detail.ShouldStartWith(member);
        delivery.Tags.ClientId.ShouldBe("con_1");
    }

    [Theory]
    [InlineData("startTime", "1999-12-31T23:59:59Z", false)]
    [InlineData("startTime", "2000-01-01T00:00:00Z", true)]
    [InlineData("startTime", "2036-03-02T12:30:00Z", true)]
    [InlineData("startTime", "2036-03-02T12:30:01Z", false)]
    [InlineData("endTime", "2036-03-02T12:30:00Z", true)]
    [InlineData("endTime", "2036-03-02T12:30:01Z", false)]
    [InlineData("dateAdded", "2026-03-04T12:30:00Z", true)]
    [InlineData("dateAdded", "2026-03-04T12:30:01Z", false)]
    [InlineData("dateUpdated", "2026-03-04T12:30:00Z", true)]
    [InlineData("dateUpdated", "2026-03-04T12:30:01Z", false)]
    public void MapNative_Dates_AreBelievedFrom2000ToAsFarAheadAsTheyMayLie(string member, string date, bool believed)
    {
        var delivery = GoHighLevelMapping.Native(Appointment.With($"appointment.{member}", $"\"{date}\""));

        if (believed)
        {
            delivery.Quarantine.ShouldBeEmpty();
            delivery.Appointments.ShouldHaveSingleItem();
        }
        else
        {
            delivery.ShouldBeQuarantined("date-out-of-range");
            delivery.Quarantine[0].Detail.ShouldStartWith(member);
            (delivery.OccurredAt is null).ShouldBe(member == "dateUpdated");
        }
    }

    [Fact]
    public void MapNative_Deletion_HoldsWhateverElseCannotBeRead()
    {
        var delivery = GoHighLevelMapping.Native(Appointment.With("type", "\"AppointmentDelete\"").Without("appointment.appointmentStatus"));

        delivery.Quarantine.ShouldBeEmpty();
        delivery.Appointments.ShouldHaveSingleItem().Deleted.ShouldBeTrue();
    }

    [Fact]
    public void MapNative_AppointmentLyingFlat_IsReadByItsType()
    {
        var inner = System.Text.Encoding.UTF8.GetString(Appointment.Member("appointment"));
        var body = $$"""{"type":"AppointmentUpdate","locationId":"loc_1",{{inner[1..]}}""";

        GoHighLevelMapping.Native(System.Text.Encoding.UTF8.GetBytes(body)).Appointments.ShouldHaveSingleItem().AppointmentId.ShouldBe("apt_1");
    }

    private static DateTimeOffset At(string text) => DateTimeOffset.Parse(text, CultureInfo.InvariantCulture);
}
