namespace Plumbline.Digest;

public sealed record Recipient(string Email, string? Name)
{
    /// <summary>What stands for the address in links, suppressions and the audit trail.</summary>
    public string Hash => RecipientHash.Of(Email);
}
