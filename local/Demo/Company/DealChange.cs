namespace Plumbline.Local.Demo.Company;

/// <summary>What changed; named as GoHighLevel's events of an opportunity are.</summary>
internal enum DealChange
{
    Create,
    StageUpdate,
    StatusUpdate,
    MonetaryValueUpdate,
    AssignedToUpdate,
    Delete,
}
