using Plumbline.Local.Services;
using Plumbline.Tests.Local;

[assembly: AssemblyFixture(typeof(SharedAzurite))]

namespace Plumbline.Tests.Local;

/// <summary>One Azurite for all tests of a run, started by the first that asks. It installs nothing: node_modules must exist.</summary>
public sealed class SharedAzurite : IAsyncDisposable
{
    private readonly TemporaryFolder folder = new();
    private readonly Lazy<Task<Azurite>> azurite;

    public SharedAzurite() => azurite = new(() => Azurite.StartAsync(folder.Combine("azurite"), _ => { }, CancellationToken.None));

    public async Task<string> ConnectionStringAsync() => (await azurite.Value).ConnectionString;

    public async ValueTask DisposeAsync()
    {
        if (azurite.IsValueCreated) await (await azurite.Value).DisposeAsync();
        folder.Dispose();
    }
}
