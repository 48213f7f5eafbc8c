using Plumbline.Platform;

namespace Plumbline.Tenants;

/// <summary>
/// Secrets that belong to one tenant, named <c>{kind}--{slug}</c>. They are looked up before anybody is believed, so the vault
/// is asked for those of tenants alone, never for a stranger's invention.
/// </summary>
public sealed class TenantSecrets(Secrets secrets, TenantDirectory tenants)
{
    /// <returns>Every value in force; none when the secret, or the tenant, does not exist.</returns>
    public async Task<IReadOnlyList<string>> FindAllAsync(string kind, string slug, CancellationToken cancel)
    {
        var name = $"{kind}--{slug}";
        return secrets.IsAtHand(name) || await tenants.ExistsAsync(slug, cancel) ? await secrets.FindAllAsync(name, cancel) : [];
    }
}
