using System.Globalization;
using System.Text;
using Npgsql;

namespace Plumbline.Migrate;

/// <summary>
/// Translates between libpq's <c>postgres://</c> URLs and Npgsql's connection strings. Errors never repeat the
/// text, for it holds a password.
/// </summary>
public static class DatabaseUrl
{
    private static readonly string[] Schemes = ["postgres://", "postgresql://"];

    // libpq's name of each parameter that both sides know, and Npgsql's.
    private static readonly Dictionary<string, string> Parameters = new(StringComparer.Ordinal)
    {
        ["sslmode"] = "SSL Mode",
        ["sslrootcert"] = "Root Certificate",
        ["sslcert"] = "SSL Certificate",
        ["sslkey"] = "SSL Key",
        ["sslpassword"] = "SSL Password",
        ["sslnegotiation"] = "SSL Negotiation",
        ["channel_binding"] = "Channel Binding",
        ["application_name"] = "Application Name",
        ["connect_timeout"] = "Timeout",
        ["options"] = "Options",
        ["target_session_attrs"] = "Target Session Attributes",
        ["passfile"] = "Passfile",
        ["host"] = "Host",
        ["port"] = "Port",
        ["dbname"] = "Database",
        ["user"] = "Username",
        ["password"] = "Password",
    };

    // These stand in the URL before the question mark.
    private static readonly string[] Leading = ["host", "port", "dbname", "user", "password"];

    /// <summary>An Npgsql connection string from a URL, or from an Npgsql string, which is checked.</summary>
    /// <exception cref="FormatException">The text is neither, or names no host.</exception>
    public static string ToConnectionString(string urlOrConnectionString)
    {
        var text = urlOrConnectionString.Trim();
        var scheme = Array.Find(Schemes, scheme => text.StartsWith(scheme, StringComparison.OrdinalIgnoreCase));
        var settings = scheme is null ? FromNpgsql(text) : FromUrl(text[scheme.Length..]);
        return string.IsNullOrEmpty(settings.Host)
            ? throw new FormatException("The database connection names no host.")
            : settings.ConnectionString;
    }

    /// <summary>A URL that psql and other libpq clients take. What only Npgsql knows, such as pool sizes, is left out.</summary>
    /// <exception cref="FormatException">The text is not an Npgsql connection string.</exception>
    public static string ToUrl(string connectionString)
    {
        var settings = FromNpgsql(connectionString);
        var url = new StringBuilder(Schemes[1]);
        if (!string.IsNullOrEmpty(settings.Username))
        {
            url.Append(Uri.EscapeDataString(settings.Username));
            if (!string.IsNullOrEmpty(settings.Password))
                url.Append(':').Append(Uri.EscapeDataString(settings.Password));
            url.Append('@');
        }
        url.AppendJoin(',', (settings.Host ?? "").Split(',').Select(host => Authority(host.Trim(), settings.Port)));
        url.Append('/').Append(Uri.EscapeDataString(settings.Database ?? ""));
        var separator = '?';
        foreach (var (name, npgsqlName) in Parameters)
        {
            if (Leading.Contains(name) || !settings.ShouldSerialize(npgsqlName))
                continue;
            url.Append(CultureInfo.InvariantCulture, $"{separator}{name}={Uri.EscapeDataString(UrlValue(settings[npgsqlName]!))}");
            separator = '&';
        }
        return url.ToString();
    }

    private static NpgsqlConnectionStringBuilder FromNpgsql(string text)
    {
        try
        {
            return new NpgsqlConnectionStringBuilder(text);
        }
        catch (Exception e) when (e is ArgumentException or FormatException or KeyNotFoundException)
        {
            throw new FormatException(
                "The database connection is neither a URL (postgres://user:password@host:5432/database) nor an Npgsql string " +
                "(Host=…;Database=…;Username=…;Password=…; values that hold ; or = go in quotes).");
        }
    }

    private static NpgsqlConnectionStringBuilder FromUrl(string rest)
    {
        var settings = new NpgsqlConnectionStringBuilder();
        var (beforeQuery, query) = Cut(rest, rest.IndexOf('?', StringComparison.Ordinal));
        var (authority, database) = Cut(beforeQuery, beforeQuery.IndexOf('/', StringComparison.Ordinal));
        var at = authority.LastIndexOf('@');
        if (at >= 0)
        {
            var (user, password) = Cut(authority[..at], authority.IndexOf(':', 0, at));
            Set(settings, "user", user);
            Set(settings, "password", password);
        }
        SetHosts(settings, authority[(at + 1)..]);
        Set(settings, "dbname", database);
        foreach (var pair in query.Split('&', StringSplitOptions.RemoveEmptyEntries))
        {
            var (name, value) = Cut(pair, pair.IndexOf('=', StringComparison.Ordinal));
            Set(settings, Uri.UnescapeDataString(name), value);
        }
        return settings;
    }

    private static void SetHosts(NpgsqlConnectionStringBuilder settings, string authority)
    {
        var hosts = authority.Split(',');
        if (hosts.Length > 1)
        {
            settings.Host = string.Join(',', hosts.Select(Uri.UnescapeDataString));
            return;
        }
        var colon = authority.LastIndexOf(':');
        if (colon < authority.IndexOf(']', StringComparison.Ordinal))
            colon = -1;
        var (host, port) = Cut(authority, colon);
        // libpq's default is a socket in a folder that depends on the system.
        Set(settings, "host", host.Length == 0 ? "localhost" : host.Trim('[', ']'));
        Set(settings, "port", port);
    }

    private static void Set(NpgsqlConnectionStringBuilder settings, string name, string encoded)
    {
        if (!Parameters.TryGetValue(name, out var npgsqlName))
            throw new FormatException($"The database URL has the parameter \"{name}\", which is not supported: leave it out.");
        if (encoded.Length == 0)
            return;
        var value = Uri.UnescapeDataString(encoded);
        if (name == "sslmode")
            value = value.Replace("-", "", StringComparison.Ordinal);
        try
        {
            settings[npgsqlName] = value;
        }
        catch (Exception e) when (e is ArgumentException or FormatException or InvalidCastException or OverflowException)
        {
            throw new FormatException($"The database URL's {name} is not valid.");
        }
        if (settings.Port is < 1 or > ushort.MaxValue)
            throw new FormatException("The database URL's port is not between 1 and 65535.");
    }

    private static string Authority(string host, int port)
    {
        // Npgsql lets a host carry its own port, as those of a list do; more colons are an IPv6 address.
        if (host.StartsWith('[') || host.Count(c => c == ':') == 1)
            return host;
        var name = host.Contains(':') ? $"[{host}]" : Uri.EscapeDataString(host);
        return string.Create(CultureInfo.InvariantCulture, $"{name}:{port}");
    }

    private static string UrlValue(object value) => value switch
    {
        SslMode.VerifyCA => "verify-ca",
        SslMode.VerifyFull => "verify-full",
        Enum => value.ToString()!.ToLowerInvariant(),
        IFormattable formattable => formattable.ToString(null, CultureInfo.InvariantCulture),
        _ => value.ToString()!,
    };

    private static (string Before, string After) Cut(string text, int at) => at < 0 ? (text, "") : (text[..at], text[(at + 1)..]);
}
