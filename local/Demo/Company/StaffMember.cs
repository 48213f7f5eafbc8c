namespace Plumbline.Local.Demo.Company;

/// <summary>One of the company's own people.</summary>
/// <param name="NextTeam">The team they move to half-way; null for those who stay.</param>
internal sealed record StaffMember(string Id, string Name, string Team, string Department, string? NextTeam = null)
{
    public string Email => $"{Name.ToLowerInvariant()}@demo.example";
}
