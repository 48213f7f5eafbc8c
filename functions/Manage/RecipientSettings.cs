namespace Plumbline.Manage;

public sealed record RecipientSettings(string Email, string? Name = null);
