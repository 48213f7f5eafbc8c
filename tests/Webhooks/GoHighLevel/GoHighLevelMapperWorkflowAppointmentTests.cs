using System.Globalization;
using Plumbline.Ledger;

namespace Plumbline.Tests.Webhooks.GoHighLevel;

/// <summary>The appointment in a workflow call, whose times have no offset.</summary>
public sealed class GoHighLevelMapperWorkflowAppointmentTests
{
    private static readonly byte[] Appointment = GoHighLevelMapping.Fixture("workflow.appointment");

    [Fact]
    public void MapWorkflow_Appointment_IsOneStateOfIt()
    {
        var delivery = GoHighLevelMapping.Workflow(Appointment.With("user", "{\"email\":\"avery@example.com\"}"));

        delivery.EventType.ShouldBe("AppointmentUpdate");
        delivery.ObjectId.ShouldBe("apt_1");
        delivery.RelatedIds.ShouldBe(["con_1", "apt_1"]);
        delivery.Appointments.ShouldHaveSingleItem().ShouldBe(new AppointmentState
        {
            SourceKey = $"{delivery.SourceKey}:appointment",
            AppointmentId = "apt_1",
            EffectiveAt = GoHighLevelMapping.Now,
            CalendarId = "cal_sales",
            Status = "confirmed",
            BookedAt = At("2026-02-27T18:45:42.460Z"),
            StartAt = At("2026-03-05T14:00:00Z"),
            EndAt = At("2026-03-05T14:30:00Z"),
            Tags = new Tags { ClientId = "con_1", OwnerId = "usr_avery" },
        });
        delivery.Contacts.ShouldHaveSingleItem();
        delivery.Quarantine.ShouldBeEmpty();
    }

    [Theory]
    [InlineData("\"Asia/Kuwait\"", "2026-07-01T17:00:00", "2026-07-01T14:00:00Z")]
    [InlineData("\"Asia/Kolkata\"", "2026-07-01T17:00:00", "2026-07-01T11:30:00Z")]
    [InlineData("\"Asia/Calcutta\"", "2026-07-01T17:00:00", "2026-07-01T11:30:00Z")]
    [InlineData("\"US/Eastern\"", "2026-07-01T17:00:00", "2026-07-01T21:00:00Z")]
    [InlineData("\"America/Argentina/Buenos_Aires\"", "2026-07-01T17:00:00", "2026-07-01T20:00:00Z")]
    [InlineData("\"America/Port-au-Prince\"", "2026-07-01T17:00:00", "2026-07-01T21:00:00Z")]
    [InlineData("\"Etc/GMT+5\"", "2026-07-01T17:00:00", "2026-07-01T22:00:00Z")]
    [InlineData("\"UTC\"", "2026-07-01T17:00:00.250", "2026-07-01T17:00:00.250Z")]
    [InlineData("\"UTC\"", "2026-07-01T17:00", "2026-07-01T17:00:00Z")]
    [InlineData(null, "2026-07-01T17:00:00", "2026-07-01T21:00:00Z")]
    [InlineData("\"null\"", "2026-01-01T17:00:00", "2026-01-01T22:00:00Z")]
    [InlineData("\"\"", "2026-07-01T17:00:00", "2026-07-01T21:00:00Z")]
    [InlineData("\"Asia/Kuwait\"", "2026-07-01T17:00:00Z", "2026-07-01T17:00:00Z")]
    [InlineData("\"Asia/Kuwait\"", "2026-07-01T17:00:00-05:00", "2026-07-01T22:00:00Z")]
    // The clocks skip 02:00 to 03:00, and show 01:00 to 02:00 twice.
    [InlineData("\"America/New_York\"", "2026-03-08T01:59:59", "2026-03-08T06:59:59Z")]
    [InlineData("\"America/New_York\"", "2026-03-08T02:00:00", "2026-03-08T07:00:00Z")]
    [InlineData("\"America/New_York\"", "2026-03-08T02:30:00", "2026-03-08T07:30:00Z")]
    [InlineData("\"America/New_York\"", "2026-03-08T03:00:00", "2026-03-08T07:00:00Z")]
    [InlineData("\"America/New_York\"", "2026-11-01T00:59:59", "2026-11-01T04:59:59Z")]
    [InlineData("\"America/New_York\"", "2026-11-01T01:30:00", "2026-11-01T05:30:00Z")]
    [InlineData("\"America/New_York\"", "2026-11-01T02:00:00", "2026-11-01T07:00:00Z")]
    [InlineData("\"Europe/Dublin\"", "2026-10-25T01:30:00", "2026-10-25T00:30:00Z")]
    [InlineData("\"Australia/Lord_Howe\"", "2026-10-04T02:15:00", "2026-10-03T15:45:00Z")]
    public void MapWorkflow_Time_IsOfTheZoneItWasChosenIn(string? zone, string time, string expected)
    {
        var body = Appointment.With("calendar.selectedTimezone", zone).With("calendar.startTime", $"\"{time}\"");

        GoHighLevelMapping.Workflow(body).Appointments.ShouldHaveSingleItem().StartAt.ShouldBe(At(expected));
    }

    [Fact]
    public void MapWorkflow_TimesWithTheirOwnOffset_NeedNoZone()
    {
        var body = Appointment.With("calendar.selectedTimezone", "\"No/Where\"")
            .With("calendar.startTime", "\"2026-07-01T17:00:00-05:00\"")
            .With("calendar.endTime", "\"2026-07-01T22:30:00Z\"");

        GoHighLevelMapping.Workflow(body).Appointments.ShouldHaveSingleItem().StartAt.ShouldBe(At("2026-07-01T22:00:00Z"));
    }

    [Theory]
    [InlineData("\"No/Where\"")]
    [InlineData("\"Eastern Standard Time\"")]
    [InlineData("\"EST5EDT4\"")]
    [InlineData("\"../../../etc/localtime\"")]
    [InlineData("\"localtime\"")]
    [InlineData("\"posix/America/New_York\"")]
    [InlineData("\"America/New_York\\u0001\"")]
    public void MapWorkflow_UnknownZone_IsQuarantinedWhileTheContactStays(string zone)
    {
        var delivery = GoHighLevelMapping.Workflow(Appointment.With("calendar.selectedTimezone", zone));

        delivery.Quarantine.ShouldHaveSingleItem().Reason.ShouldBe("unmappable");
        delivery.Appointments.ShouldBeEmpty();
        delivery.Contacts.ShouldHaveSingleItem();
    }

    [Fact]
    public void MapWorkflow_UnknownZoneOfTheTenant_IsQuarantined() =>
        GoHighLevelMapping.WorkflowIn(GoHighLevelMapping.Tenant with { TimeZone = "No/Where" }, Appointment.Without("calendar.selectedTimezone"))
            .Quarantine.ShouldHaveSingleItem().Reason.ShouldBe("unmappable");

    [Theory]
    [InlineData("appoinmentStatus", "\"showed\"", "showed")]
    [InlineData("appoinmentStatus", "\"No-Show\"", "noshow")]
    [InlineData("appointmentStatus", "\"showed\"", "showed")]
    [InlineData("appoinmentStatus", "\"null\"", "new")]
    [InlineData("appoinmentStatus", null, "new")]
    public void MapWorkflow_Status_IsReadUnderEachSpelling(string member, string? value, string expected) =>
        GoHighLevelMapping.Workflow(Appointment.With($"calendar.{member}", value)).Appointments.ShouldHaveSingleItem().Status.ShouldBe(expected);

    [Theory]
    [InlineData("calendar.appoinmentStatus", "\"later\"", "unmappable")]
    [InlineData("calendar.startTime", "\"Thursday at five\"", "unmappable")]
    [InlineData("calendar.startTime", "\"1999-12-31T00:00:00\"", "date-out-of-range")]
    [InlineData("calendar.startTime", "\"0001-01-01T00:00:00\"", "date-out-of-range")]
    [InlineData("calendar.endTime", "\"9999-12-31T23:59:59\"", "date-out-of-range")]
    [InlineData("calendar.endTime", "\"2036-03-03T00:00:00\"", "date-out-of-range")]
    [InlineData("calendar.date_created", "\"2027-01-01T00:00:00Z\"", "date-out-of-range")]
    [InlineData("calendar.id", "7", "unmappable")]
    [InlineData("calendar.appointmentId", null, "unmappable")]
    [InlineData("calendar.appointmentId", "7", "unmappable")]
    [InlineData("calendar", "\"null\"", "unmappable")]
    [InlineData("customData.id", "\"apt_2\"", "unmappable")]
    public void MapWorkflow_AppointmentMemberThatCannotBeRead_IsQuarantinedWhileTheContactStays(string path, string? value, string reason)
    {
        var delivery = GoHighLevelMapping.Workflow(Appointment.With(path, value));

        delivery.Quarantine.ShouldHaveSingleItem().Reason.ShouldBe(reason);
        delivery.Appointments.ShouldBeEmpty();
        delivery.Contacts.ShouldHaveSingleItem();
    }

    [Fact]
    public void MapWorkflow_WithoutDateCreated_IsBookedWhenItWasSeen() =>
        GoHighLevelMapping.Workflow(Appointment.Without("calendar.date_created")).Appointments.ShouldHaveSingleItem().BookedAt.ShouldBeNull();

    [Fact]
    public void MapWorkflow_CalendarWithoutAppointment_IsNone()
    {
        var delivery = GoHighLevelMapping.Workflow(Appointment.Without("calendar.appointmentId").Without("customData"));

        delivery.EventType.ShouldBe("workflow.contact");
        delivery.Facts().ShouldBe(1);
        delivery.Quarantine.ShouldBeEmpty();
    }

    [Fact]
    public void MapWorkflow_Deletion_HoldsWhateverElseCannotBeRead()
    {
        var delivery = GoHighLevelMapping.Workflow(Appointment.With("customData.type", "\"AppointmentDelete\"").With("calendar.selectedTimezone", "\"No/Where\""));

        delivery.Quarantine.ShouldBeEmpty();
        delivery.Appointments.ShouldHaveSingleItem().Deleted.ShouldBeTrue();
    }

    private static DateTimeOffset At(string text) => DateTimeOffset.Parse(text, CultureInfo.InvariantCulture);
}
