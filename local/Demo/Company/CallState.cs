namespace Plumbline.Local.Demo.Company;

/// <param name="Status">new, confirmed, cancelled, showed, noshow, invalid or completed.</param>
internal sealed record CallState(DateTimeOffset At, CallChange Change, string Status, DateTimeOffset StartAt, StaffMember Owner)
{
    public DateTimeOffset EndAt => StartAt.AddMinutes(45);

    public bool IsDeleted => Change == CallChange.Delete;
}
