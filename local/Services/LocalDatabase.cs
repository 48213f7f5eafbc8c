using System.Security.Cryptography;
using System.Text;
using Npgsql;

namespace Plumbline.Local.Services;

/// <summary>Brings an empty server to where the app can work: a database, and the app's own login.</summary>
internal static class LocalDatabase
{
    private const string AppUser = "plumbline_app";
    private const string AppRole = "ledger_app";
    private const int Attempts = 5;

    /// <summary>Creates the database when it is missing; returns the admin's connection string to it.</summary>
    public static async Task<string> CreateAsync(string adminConnectionString, string name, CancellationToken cancel)
    {
        await using var source = NpgsqlDataSource.Create(adminConnectionString);
        await using var exists = source.CreateCommand("select exists (select from pg_database where datname = $1)");
        exists.Parameters.AddWithValue(name);
        if (await exists.ExecuteScalarAsync(cancel) is false)
        {
            await using var create = source.CreateCommand($"create database {Quote(name)}");
            await create.ExecuteNonQueryAsync(cancel);
        }

        return new NpgsqlConnectionStringBuilder(adminConnectionString) { Database = name }.ConnectionString;
    }

    /// <summary>Creates the app's login when it is missing and makes it a member of ledger_app; returns its connection string.</summary>
    public static async Task<string> EnsureAppLoginAsync(string adminConnectionString, Action<string> problem, CancellationToken cancel)
    {
        var admin = new NpgsqlConnectionStringBuilder(adminConnectionString);
        var password = Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes($"{AppUser}:{admin.Password}")));
        await using var source = NpgsqlDataSource.Create(adminConnectionString);
        for (var attempt = 1; ; attempt++)
        {
            try
            {
                if (!await EnsureAsync(source, password, cancel))
                    problem($"The role {AppRole} does not exist, so {AppUser} was given no rights. Do the migrations create it?");
                break;
            }
            catch (PostgresException e) when (attempt < Attempts && IsRace(e))
            {
                // Another host on this server is doing the same; look again.
                await Task.Delay(TimeSpan.FromMilliseconds(50 * attempt), cancel);
            }
        }

        var app = new NpgsqlConnectionStringBuilder(adminConnectionString) { Username = AppUser, Password = password }.ConnectionString;
        if (!await OpensAsync(app, cancel)) await RunAsync(source, $"alter role {AppUser} password '{password}'", cancel);
        return app;
    }

    // Another admin, or this one under an older password, may have made the login.
    private static async Task<bool> OpensAsync(string connectionString, CancellationToken cancel)
    {
        try
        {
            await using var connection = new NpgsqlConnection(new NpgsqlConnectionStringBuilder(connectionString) { Pooling = false }.ConnectionString);
            await connection.OpenAsync(cancel);
            return true;
        }
        catch (PostgresException e) when (e.SqlState == PostgresErrorCodes.InvalidPassword)
        {
            return false;
        }
    }

    /// <summary>False when there is no role to be a member of.</summary>
    private static async Task<bool> EnsureAsync(NpgsqlDataSource source, string password, CancellationToken cancel)
    {
        if (!await IsTrueAsync(source, $"select exists (select from pg_roles where rolname = '{AppUser}')", cancel))
            await RunAsync(source, $"create role {AppUser} login password '{password}'", cancel);
        if (!await IsTrueAsync(source, $"select exists (select from pg_roles where rolname = '{AppRole}')", cancel)) return false;
        if (!await IsTrueAsync(source, $"""
            select exists (select from pg_auth_members where roleid = '{AppRole}'::regrole and member = '{AppUser}'::regrole)
            """, cancel))
            await RunAsync(source, $"grant {AppRole} to {AppUser}", cancel);
        return true;
    }

    private static bool IsRace(PostgresException e) =>
        e.SqlState is PostgresErrorCodes.DuplicateObject or PostgresErrorCodes.UniqueViolation or PostgresErrorCodes.InternalError;

    private static async Task<bool> IsTrueAsync(NpgsqlDataSource source, string sql, CancellationToken cancel)
    {
        await using var command = source.CreateCommand(sql);
        return await command.ExecuteScalarAsync(cancel) is true;
    }

    private static async Task RunAsync(NpgsqlDataSource source, string sql, CancellationToken cancel)
    {
        await using var command = source.CreateCommand(sql);
        await command.ExecuteNonQueryAsync(cancel);
    }

    private static string Quote(string identifier) => $"\"{identifier.Replace("\"", "\"\"", StringComparison.Ordinal)}\"";
}
