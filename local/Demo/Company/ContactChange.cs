namespace Plumbline.Local.Demo.Company;

internal enum ContactChange
{
    Created,
    Updated,
    Tagged,
    Deleted,
}
