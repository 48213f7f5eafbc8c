using Npgsql;
using Plumbline.Local.Services;
using Plumbline.Migrate;

namespace Plumbline.Tests.Migrate;

/// <summary>A managed server's admin is no superuser. On a server of its own, since roles are shared by all of a server's databases.</summary>
[Trait("Category", "Sql")]
public sealed class PlainAdminTests
{
    [Fact]
    public async Task RunAsync_AsAdminWithoutSuperuser_BringsUpTheWholeSchema()
    {
        var cancel = TestContext.Current.CancellationToken;
        var folder = Path.Combine(Path.GetTempPath(), $"plumbline-plain-{Guid.NewGuid():n}");
        await using (var server = await EmbeddedPostgres.StartAsync(
            new EmbeddedPostgresOptions
            {
                DataDirectory = Path.Combine(folder, "postgres"),
                BinDirectory = Environment.GetEnvironmentVariable("TEST_POSTGRES_BIN") is { Length: > 0 } bin ? bin : null,
            },
            _ => { },
            cancel))
        {
            await using var superuser = new NpgsqlConnection(server.ConnectionString);
            await superuser.OpenAsync(cancel);
            foreach (var sql in new[] { "create role plain login createrole createdb password 'plain'", "create database plain owner plain" })
            {
                await using var command = new NpgsqlCommand(sql, superuser);
                await command.ExecuteNonQueryAsync(cancel);
            }

            var admin = new NpgsqlConnectionStringBuilder(server.ConnectionString) { Username = "plain", Password = "plain", Database = "plain", Pooling = false }.ConnectionString;
            var first = await new Migrator(admin, MigrationScripts.Default).RunAsync(cancel);
            var second = await new Migrator(admin, MigrationScripts.Default).RunAsync(cancel);

            first.Applied.Count.ShouldBe(MigrationScripts.Default.Migrations.Count);
            second.Applied.ShouldBeEmpty();
        }

        Directory.Delete(folder, recursive: true);
    }
}
