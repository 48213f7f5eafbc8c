using System.Collections.Concurrent;
using Azure;
using Azure.Core;
using Azure.Security.KeyVault.Secrets;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.Logging;

namespace Plumbline.Platform;

/// <summary>
/// Secrets by name. From Key Vault where <c>KeyVault:Uri</c> is set, read on demand and kept for five minutes, longer
/// while the vault does not answer; otherwise from configuration <c>Secrets:{name}</c>.
/// </summary>
public sealed partial class Secrets
{
    private static readonly TimeSpan Fresh = TimeSpan.FromMinutes(5);
    private static readonly TimeSpan Pause = TimeSpan.FromSeconds(30);

    // More names than this are not secrets but guesses.
    private const int MostNames = 10_000;

    private readonly IConfiguration configuration;
    private readonly SecretClient? vault;
    private readonly TimeProvider time;
    private readonly ILogger<Secrets> log;
    private readonly ConcurrentDictionary<string, (string? Value, DateTimeOffset ReadAt)> cache = new();

    public Secrets(IConfiguration configuration, TokenCredential credential, TimeProvider time, ILogger<Secrets> log)
        : this(configuration, configuration["KeyVault:Uri"] is { Length: > 0 } uri ? new SecretClient(new Uri(uri), credential) : null, time, log)
    {
    }

    internal Secrets(IConfiguration configuration, SecretClient? vault, TimeProvider time, ILogger<Secrets> log) =>
        (this.configuration, this.vault, this.time, this.log) = (configuration, vault, time, log);

    /// <summary>Whether it is, or was a while ago, found without asking the vault.</summary>
    public bool IsAtHand(string name) => vault is null || (cache.TryGetValue(name, out var known) && known.Value is not null);

    /// <returns>The secret, or null when there is none of this name.</returns>
    public async Task<string?> FindAsync(string name, CancellationToken cancel)
    {
        if (vault is null)
        {
            return configuration[$"Secrets:{name}"] is { Length: > 0 } value ? value : null;
        }

        if (cache.TryGetValue(name, out var known) && time.GetUtcNow() - known.ReadAt < Fresh)
        {
            return known.Value;
        }

        try
        {
            var secret = await ReadAsync(name, cancel);
            if (cache.Count >= MostNames)
            {
                cache.Clear();
            }

            cache[name] = (secret, time.GetUtcNow());
            return secret;
        }
        catch (Exception e) when (known.Value is not null && IsVaultFailure(e, cancel))
        {
            // Asking again takes seconds while the vault is away: not every caller has to wait for it.
            LogStale(name, e);
            cache[name] = (known.Value, time.GetUtcNow() - Fresh + Pause);
            return known.Value;
        }
    }

    /// <summary>A secret that may hold several values, comma-separated, while it is being rolled.</summary>
    public async Task<IReadOnlyList<string>> FindAllAsync(string name, CancellationToken cancel) =>
        (await FindAsync(name, cancel))?.Split(',', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries) ?? [];

    // After its own retries the client throws them all together.
    private static bool IsVaultFailure(Exception e, CancellationToken cancel) =>
        e is RequestFailedException or Azure.Identity.AuthenticationFailedException or AggregateException
        || (e is OperationCanceledException && !cancel.IsCancellationRequested);

    private async Task<string?> ReadAsync(string name, CancellationToken cancel)
    {
        try
        {
            return (await vault!.GetSecretAsync(name, cancellationToken: cancel)).Value.Value;
        }
        catch (RequestFailedException e) when (e.Status == 404)
        {
            return null;
        }
    }

    [LoggerMessage(LogLevel.Warning, "Key Vault did not answer for secret {Name}; the one read before is used")]
    private partial void LogStale(string name, Exception exception);
}
