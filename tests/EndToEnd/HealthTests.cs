using System.Net;
using System.Text.Json;
using Npgsql;
using Plumbline.Migrate;
using Plumbline.Tests.OpenApi;
using Plumbline.Tests.Support;

namespace Plumbline.Tests.EndToEnd;

/// <summary>What a probe hears, and that a stranger hears no more than that.</summary>
public sealed class HealthTests : IAsyncLifetime
{
    private static readonly string[] Names = ["database", "migrations", "identity", "storage"];

    private readonly FunctionApp app = new();
    private PausableProxy? proxy;

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync()
    {
        await app.InitializeAsync();
        await app.StopAsync();
        var direct = new NpgsqlConnectionStringBuilder(app.AdminConnectionString);
        proxy = new PausableProxy(direct.Host!, direct.Port);
        app.DatabaseAddress = DatabaseUrl.ToUrl(new NpgsqlConnectionStringBuilder(app.AdminConnectionString) { Port = proxy.Port }.ConnectionString);
        await app.StartAsync();
    }

    public async ValueTask DisposeAsync()
    {
        proxy!.Reopen();
        await app.DisposeAsync();
        await proxy.DisposeAsync();
    }

    [Fact]
    public async Task Ready_AsTheDatabaseGoesAndComesBack_SaysSoAndStaysAliveThroughout()
    {
        await BecomesAsync([]);

        proxy!.Mute();
        await BecomesAsync(["database", "migrations", "identity"], "within 2 seconds");
        await IsAliveAsync();
        proxy.Close();
        await BecomesAsync(["database", "migrations", "identity"], "cannot be reached");
        await IsAliveAsync();

        proxy.Reopen();
        await BecomesAsync([]);
    }

    [Fact]
    public async Task Ready_WithoutAMigrationOrAfterARestore_NamesTheCause()
    {
        var name = await app.ScalarAsync<string>("select max(version || '_' || name) from migrations.applied");
        await app.ScalarAsync<string>($"update migrations.applied set version = 'gone' where version = '{name[..4]}' returning version");
        await BecomesAsync(["migrations"], $"not applied: {name}.");

        await app.ScalarAsync<string>($"update migrations.applied set version = '{name[..4]}' where version = 'gone' returning version");
        await app.ScalarAsync<string>("insert into migrations.applied (version, name, checksum, duration_ms) values ('9999', 'of_a_newer_build', '', 0) returning name");
        await BecomesAsync([]);

        await app.ScalarAsync<int>("insert into config.database_identity (system_identifier, database_oid, incarnation) values (1, 1, 1000) returning incarnation");
        await BecomesAsync(["identity"], "restored or copied");
    }

    private async Task IsAliveAsync() => (await app.Http.GetStringAsync("/api/health/live", Cancel)).ShouldBe("""{"status":"alive"}""");

    // What was found is kept for five seconds.
    private async Task BecomesAsync(string[] failed, string? detail = null)
    {
        var answer = "";
        await app.EventuallyAsync(
            async () =>
            {
                using var response = await app.Http.GetAsync("/api/health/ready", Cancel);
                answer = await response.Content.ReadAsStringAsync(Cancel);
                using var json = JsonDocument.Parse(answer);
                var checks = json.RootElement.GetProperty("checks").EnumerateArray().Select(check => check.Clone()).ToArray();
                checks.Select(check => check.GetProperty("name").GetString()).ShouldBe(Names);
                var amiss = checks.Where(check => check.GetProperty("status").GetString() != "ok").ToArray();
                (response.StatusCode, json.RootElement.GetProperty("status").GetString())
                    .ShouldBe(amiss.Length == 0 ? (HttpStatusCode.OK, "ready") : (HttpStatusCode.ServiceUnavailable, "not-ready"));
                return amiss.Select(check => check.GetProperty("name").GetString()).SequenceEqual(failed)
                    && amiss.All(check => check.GetProperty("detail").GetString()!.Contains(detail!, StringComparison.Ordinal));
            },
            $"[{string.Join(", ", failed)}] with '{detail}'",
            seconds: 30);
        foreach (var secret in (string[])["Npgsql", "Exception", "127.0.0.1", "plumbline_app", "Host=", $"{proxy!.Port}", "AccountKey"])
        {
            answer.ShouldNotContain(secret);
        }

        using var described = await app.Http.GetAsync("/api/health/ready", Cancel);
        await (await ApiContract.ReadAsync(app.Http)).HoldAsync("HealthReady", described);
    }
}
