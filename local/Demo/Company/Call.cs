namespace Plumbline.Local.Demo.Company;

/// <summary>An appointment with every state it went through; moved to another time, it is still the same one.</summary>
internal sealed class Call(string id, Contact contact, string calendarId, DateTimeOffset bookedAt)
{
    public string Id => id;

    public Contact Contact => contact;

    public string CalendarId => calendarId;

    public DateTimeOffset BookedAt => bookedAt;

    /// <summary>In the order of time.</summary>
    public List<CallState> States { get; } = [];

    public CallState Latest => States[^1];

    public bool IsSales => DemoCompany.SalesCalendars.Contains(calendarId);
}
