namespace Plumbline.Local.Demo.Company;

internal sealed record ContactState(DateTimeOffset At, ContactChange Change)
{
    public bool HasEmail { get; init; }

    public bool HasPhone { get; init; }

    public IReadOnlyList<string> Labels { get; init; } = [];

    public StaffMember? Owner { get; init; }

    /// <summary>Told by a workflow's webhook action and not by the app's own webhook.</summary>
    public bool ByWorkflow { get; init; }

    public bool IsReachable => HasEmail || HasPhone;

    public bool IsDeleted => Change == ContactChange.Deleted;
}
