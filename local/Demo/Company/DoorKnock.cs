namespace Plumbline.Local.Demo.Company;

/// <param name="Answered">Null where the canvasser did not say.</param>
internal sealed record DoorKnock(string DoorId, DateTimeOffset At, StaffMember Owner, string Branch, bool? Answered);
