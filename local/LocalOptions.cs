using System.Collections;
using System.Globalization;
using Plumbline.Local.Services;
using Plumbline.Migrate;

namespace Plumbline.Local;

/// <summary>A run's command, and what the environment says of it.</summary>
internal sealed record LocalOptions
{
    public const string Usage = """
        Usage: ./run [demo [--exit] | verify [--tenant slug]]

          ./run               serve on this machine until Ctrl-C
          ./run demo          the same, with 14 months of a sample business
          ./run demo --exit   the same, and stop when it is done
          ./run verify        hold every tenant's closed months (or --tenant slug: one's) against their seals and the seals' copies,
                              in the app that runs here or else in one that runs as long; exits with 1 when something does not verify

        Environment:
          PORT                 the port to serve on; 0 takes a free one (default 7071)
          LOCAL_DIR            where data, keys and state.json are kept (default .local in the repository)
          LOCAL_NOW            sets the clock at start, an instant like 2026-03-01T09:00:00Z
          DATABASE_URL         a PostgreSQL of yours, as an admin: postgres://user:password@host:5432/database
          AzureWebJobsStorage  a storage account of yours, as a connection string
          Every other setting: see local.settings.sample.json
        """;

    private const int DefaultPort = 7071;

    public LocalCommand Command { get; init; }

    /// <summary>Of verify: the one tenant to verify; null for all.</summary>
    public string? Tenant { get; init; }

    public required string Directory { get; init; }

    /// <summary>Where the sample business's plan is kept.</summary>
    public string PlanPath => Path.Combine(Directory, "demo.json");

    /// <summary>A file that is there once the sample business is being posted: from then on it has sources to be held against.</summary>
    public string PostedPath => Path.Combine(Directory, "demo-posted");

    public int Port { get; init; } = DefaultPort;

    public DateTimeOffset? Now { get; init; }

    /// <summary>The admin connection string of a database given; null to start PostgreSQL.</summary>
    public string? Database { get; init; }

    /// <summary>The connection string of storage given; null to start Azurite.</summary>
    public string? Storage { get; init; }

    /// <summary>Where local.settings.json, its sample and host.json lie.</summary>
    public required string SettingsDirectory { get; init; }

    /// <exception cref="LocalStartException">Something given makes no sense.</exception>
    public static LocalOptions Read(string[] args, IDictionary environment)
    {
        var root = RepositoryFolder.Find();
        return new LocalOptions
        {
            Command = ReadCommand(args),
            Tenant = args is ["verify", "--tenant", var slug] ? slug : null,
            Directory = Path.GetFullPath(Value("LOCAL_DIR") ?? Path.Combine(root, ".local")),
            Port = ReadPort(Value("PORT")),
            Now = ReadNow(Value("LOCAL_NOW")),
            Database = Value("DATABASE_URL") is { } url ? ReadDatabase(url) : null,
            Storage = Value("AzureWebJobsStorage"),
            SettingsDirectory = root,
        };

        string? Value(string name) => environment[name] is string { Length: > 0 } text ? text : null;
    }

    private static string ReadDatabase(string text)
    {
        try
        {
            return DatabaseUrl.ToConnectionString(text);
        }
        catch (FormatException e)
        {
            throw new LocalStartException(
                $"DATABASE_URL cannot be used: {e.Message} Write it like postgres://user:password@host:5432/database.",
                LocalStartException.Usage, e);
        }
    }

    private static LocalCommand ReadCommand(string[] args) => args switch
    {
        [] => LocalCommand.Serve,
        ["demo"] => LocalCommand.Demo,
        ["demo", "--exit"] => LocalCommand.DemoAndExit,
        ["verify"] or ["verify", "--tenant", { Length: > 0 }] => LocalCommand.Verify,
        ["--help" or "-h" or "help"] => LocalCommand.Help,
        _ => throw new LocalStartException($"'{string.Join(' ', args)}' is not a command.\n\n{Usage}", LocalStartException.Usage),
    };

    private static int ReadPort(string? text) =>
        text is null ? DefaultPort
        : int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var port) && port <= ushort.MaxValue ? port
        : throw new LocalStartException($"PORT is '{text}'; it must be a number from 0 to 65535", LocalStartException.Usage);

    private static DateTimeOffset? ReadNow(string? text) =>
        text is null ? null
        : DateTimeOffset.TryParse(text, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out var now) ? now.ToUniversalTime()
        : throw new LocalStartException($"LOCAL_NOW is '{text}'; it must be an instant like 2026-03-01T09:00:00Z", LocalStartException.Usage);
}
