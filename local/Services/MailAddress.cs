namespace Plumbline.Local.Services;

public sealed record MailAddress(string Email, string? Name)
{
    public override string ToString() => string.IsNullOrEmpty(Name) ? Email : $"{Name} <{Email}>";
}
