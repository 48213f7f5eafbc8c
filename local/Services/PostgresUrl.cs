using System.Globalization;
using System.Net;
using Npgsql;

namespace Plumbline.Local.Services;

/// <summary>Between <c>postgres://user:password@host:port/database?sslmode=require</c> and Npgsql's own form.</summary>
internal static class PostgresUrl
{
    /// <summary>Accepts either form.</summary>
    /// <exception cref="LocalStartException">It is neither.</exception>
    public static string ToConnectionString(string text)
    {
        try
        {
            return Uri.TryCreate(text, UriKind.Absolute, out var url) && url.Scheme is "postgres" or "postgresql"
                ? FromUrl(new Uri(text))
                : new NpgsqlConnectionStringBuilder(text) is { Host.Length: > 0 } plain
                    ? plain.ConnectionString
                    : throw new ArgumentException("no host is given");
        }
        catch (Exception e) when (e is ArgumentException or UriFormatException or FormatException)
        {
            throw new LocalStartException(
                $"DATABASE_URL is neither a URL like postgres://user:password@host:5432/database nor an Npgsql connection string: {e.Message}",
                LocalStartException.Usage, e);
        }
    }

    public static string FromConnectionString(string connectionString)
    {
        var parts = new NpgsqlConnectionStringBuilder(connectionString);
        var url = new UriBuilder("postgres", parts.Host ?? "127.0.0.1", parts.Port, parts.Database ?? "")
        {
            UserName = Uri.EscapeDataString(parts.Username ?? ""),
            Password = Uri.EscapeDataString(parts.Password ?? ""),
        };
        return url.Uri.AbsoluteUri;
    }

    private static string FromUrl(Uri url)
    {
        var user = url.UserInfo.Split(':', 2);
        var parts = new NpgsqlConnectionStringBuilder
        {
            Host = url.IdnHost,
            Port = url.Port > 0 ? url.Port : 5432,
            Username = Uri.UnescapeDataString(user[0]),
            Password = user.Length > 1 ? Uri.UnescapeDataString(user[1]) : null,
            Database = url.AbsolutePath.Trim('/') is { Length: > 0 } name ? Uri.UnescapeDataString(name) : "postgres",
        };
        foreach (var pair in url.Query.TrimStart('?').Split('&', StringSplitOptions.RemoveEmptyEntries))
        {
            var (key, value) = pair.Split('=', 2) is [var k, var v] ? (k, WebUtility.UrlDecode(v)) : (pair, "");
            parts[Keyword(key)] = key == "sslmode" ? value.Replace("-", "", StringComparison.Ordinal) : value;
        }

        return parts.ConnectionString;
    }

    // libpq's names for what Npgsql calls otherwise.
    private static string Keyword(string key) => key.ToLower(CultureInfo.InvariantCulture) switch
    {
        "sslmode" => "SSL Mode",
        "application_name" => "Application Name",
        "connect_timeout" => "Timeout",
        "sslrootcert" => "Root Certificate",
        var other => other,
    };
}
