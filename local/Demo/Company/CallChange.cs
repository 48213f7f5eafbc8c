namespace Plumbline.Local.Demo.Company;

/// <summary>What changed; named as GoHighLevel's events of an appointment are.</summary>
internal enum CallChange
{
    Create,
    Update,
    Delete,
}
