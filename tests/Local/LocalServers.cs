using Plumbline.Local.Services;
using Plumbline.Tests.Local;

[assembly: AssemblyFixture(typeof(LocalServers))]

namespace Plumbline.Tests.Local;

/// <summary>
/// One PostgreSQL 18 and one Azurite for all tests of a run, each started by the first test that asks. Nothing is installed here:
/// node_modules must exist (npm ci in the repository's root).
/// </summary>
public sealed class LocalServers : IAsyncDisposable
{
    private readonly TemporaryFolder folder = new();
    private readonly Lazy<Task<EmbeddedPostgres>> postgres;
    private readonly Lazy<Task<Azurite>> azurite;

    public LocalServers()
    {
        postgres = new(() => EmbeddedPostgres.StartAsync(
            new EmbeddedPostgresOptions
            {
                DataDirectory = folder.Combine("postgres"),
                // Tests lose nothing when the machine does.
                Settings = new Dictionary<string, string> { ["fsync"] = "off" },
            },
            _ => { },
            CancellationToken.None));
        azurite = new(() => Azurite.StartAsync(folder.Combine("azurite"), _ => { }, CancellationToken.None));
    }

    public Task<EmbeddedPostgres> PostgresAsync() => postgres.Value;

    public Task<Azurite> AzuriteAsync() => azurite.Value;

    public async ValueTask DisposeAsync()
    {
        if (azurite.IsValueCreated) await (await azurite.Value).DisposeAsync();
        if (postgres.IsValueCreated) await (await postgres.Value).DisposeAsync();
        folder.Dispose();
    }
}
