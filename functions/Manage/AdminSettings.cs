namespace Plumbline.Manage;

/// <summary>Who is told when something of the tenant needs somebody, such as a digest that could not be sent.</summary>
public sealed record AdminSettings(string Email, string? Name = null);
