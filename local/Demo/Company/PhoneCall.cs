namespace Plumbline.Local.Demo.Company;

/// <param name="Spoken">How long they spoke; null where nobody took the call.</param>
internal sealed record PhoneCall(string Id, DateTimeOffset MadeAt, StaffMember Owner, Contact Contact, TimeSpan? Spoken)
{
    public DateTimeOffset? CompletedAt => MadeAt + Spoken;
}
