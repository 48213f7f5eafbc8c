using Npgsql;
using Plumbline.Local.Services;
using Plumbline.Migrate;

namespace Plumbline.Tests.Migrate;

/// <summary>A managed server's admin is no superuser, and owns the database by a role it is a member of. On a server of its own, since roles are shared by all of a server's databases.</summary>
[Trait("Category", "Sql")]
public sealed class PlainAdminTests
{
    [Fact]
    public async Task RunAsync_AsAdminWithoutSuperuser_BringsUpTheWholeSchemaAndItsMembers()
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
            foreach (var sql in new[]
            {
                "create role azure_pg_admin nologin", "create role plain login createrole createdb in role azure_pg_admin password 'plain'",
                "create database plain owner azure_pg_admin", "create role people login", MigratorMembersTests.Azure,
            })
            {
                await using var command = new NpgsqlCommand(sql, superuser);
                await command.ExecuteNonQueryAsync(cancel);
            }

            var admin = new NpgsqlConnectionStringBuilder(server.ConnectionString) { Username = "plain", Password = "plain", Database = "plain", Pooling = false }.ConnectionString;
            var lines = new List<string>();
            var migrator = new Migrator(admin, MigrationScripts.Default, lines.Add)
            {
                Members = [new RoleMember("ledger_app", "app", Guid.NewGuid()), new RoleMember("ledger_owner", "people")],
            };
            var first = await migrator.RunAsync(cancel);
            var second = await migrator.RunAsync(cancel);
            await using var uses = new NpgsqlCommand("select pg_has_role('app', 'ledger_app', 'usage') and pg_has_role('people', 'ledger_owner', 'member')", superuser);

            first.Applied.Count.ShouldBe(MigrationScripts.Default.Migrations.Count);
            second.Applied.ShouldBeEmpty();
            (await uses.ExecuteScalarAsync(cancel)).ShouldBe(true);
            lines.Count(line => line.Contains("is now a member", StringComparison.Ordinal)).ShouldBe(2);
        }

        Directory.Delete(folder, recursive: true);
    }
}
