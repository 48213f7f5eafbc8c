using Npgsql;
using Plumbline.Local.Services;

namespace Plumbline.Tests.Local;

/// <summary>A server of its own: roles belong to the whole server, and other tests' hosts make the same ones.</summary>
public sealed class LocalDatabaseTests : IAsyncLifetime
{
    private readonly TemporaryFolder folder = new();
    private readonly List<string> problems = [];
    private EmbeddedPostgres server = null!;

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync() => server = await EmbeddedPostgres.StartAsync(
        new EmbeddedPostgresOptions { DataDirectory = folder.Combine("postgres") }, _ => { }, Cancel);

    public async ValueTask DisposeAsync()
    {
        await server.DisposeAsync();
        folder.Dispose();
    }

    [Fact]
    public async Task EnsureAppLogin_TenHostsAtOnce_OneLoginThatIsAMember()
    {
        var admin = await LocalDatabase.CreateAsync(server.ConnectionString, "plumbline", Cancel);
        (await LocalDatabase.CreateAsync(server.ConnectionString, "plumbline", Cancel)).ShouldBe(admin);
        await ScalarAsync(admin, "create role ledger_app nologin");

        var logins = await Task.WhenAll(Enumerable.Range(0, 10).Select(_ => LocalDatabase.EnsureAppLoginAsync(admin, problems.Add, Cancel)));

        problems.ShouldBeEmpty();
        var login = logins.Distinct().ShouldHaveSingleItem();
        (await ScalarAsync(login, "select current_user || ' ' || current_database()")).ShouldBe("plumbline_app plumbline");
        (await ScalarAsync(login, "select pg_has_role('ledger_app', 'member')::text")).ShouldBe("true");
    }

    [Fact]
    public async Task EnsureAppLogin_NoSuchRole_SaysSoAndGoesOn()
    {
        var login = await LocalDatabase.EnsureAppLoginAsync(server.ConnectionString, problems.Add, Cancel);
        problems.ShouldHaveSingleItem().ShouldContain("ledger_app does not exist");
        (await ScalarAsync(login, "select current_user")).ShouldBe("plumbline_app");
    }

    private static async Task<string?> ScalarAsync(string connectionString, string sql)
    {
        await using var source = NpgsqlDataSource.Create(connectionString);
        await using var command = source.CreateCommand(sql);
        return (await command.ExecuteScalarAsync(Cancel))?.ToString();
    }
}
