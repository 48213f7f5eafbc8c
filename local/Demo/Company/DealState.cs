namespace Plumbline.Local.Demo.Company;

/// <param name="Status">open, won, lost or abandoned.</param>
internal sealed record DealState(DateTimeOffset At, DealChange Change, Stage Stage, string Status, long Cents, StaffMember Owner)
{
    /// <inheritdoc cref="ContactState.ByWorkflow"/>
    public bool ByWorkflow { get; init; }

    public bool IsDeleted => Change == DealChange.Delete;

    public bool IsOpen => Status == "open" && !IsDeleted;

    public bool IsWon => Status == "won" && !IsDeleted;
}
