using System.Collections.Concurrent;
using Azure;
using Azure.Security.KeyVault.Secrets;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;
using Npgsql;
using Plumbline.Platform;
using Plumbline.Tenants;
using Plumbline.Tests.Platform;
using Plumbline.Tests.Support;

namespace Plumbline.Tests.Tenants;

/// <summary>What strangers make the vault and the database do.</summary>
[Trait("Category", "Sql")]
public sealed class TenantSecretsTests(LedgerDatabase ledger) : IClassFixture<LedgerDatabase>, IAsyncLifetime
{
    private readonly Vault vault = new();
    private readonly CommandCount commands = new();
    private readonly ManualTime time = new(new DateTimeOffset(2026, 6, 20, 0, 0, 0, TimeSpan.Zero));
    private PausableProxy? proxy;
    private NpgsqlDataSource? source;

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    public ValueTask InitializeAsync()
    {
        var direct = new NpgsqlConnectionStringBuilder(ledger.AppConnectionString);
        proxy = new PausableProxy(direct.Host!, direct.Port);
        var through = new NpgsqlConnectionStringBuilder(ledger.AppConnectionString) { Port = proxy.Port, Pooling = true, Timeout = 2 };
        source = new NpgsqlDataSourceBuilder(through.ConnectionString)
            .UseLoggerFactory(LoggerFactory.Create(logging => logging.SetMinimumLevel(LogLevel.Information).AddProvider(commands)))
            .Build();
        return ValueTask.CompletedTask;
    }

    public async ValueTask DisposeAsync()
    {
        await source!.DisposeAsync();
        await proxy!.DisposeAsync();
    }

    [Fact]
    public async Task FindAll_NamesOfNobody_NeverReachTheVaultAndTheDatabaseHardly()
    {
        var (found, _) = Both();

        var answers = await Task.WhenAll(Enumerable.Range(0, 500).Select(number => found.FindAllAsync("stripe-webhook", $"stranger-{number}", Cancel)));

        answers.ShouldAllBe(values => values.Count == 0);
        vault.Asked.ShouldBeEmpty();
        commands.Executed.ShouldBeInRange(1, 5);
    }

    [Fact]
    public async Task FindAll_OfATenant_AsksTheVaultOnceAndThenNeedsNoDatabase()
    {
        var slug = await AddTenantAsync();
        vault.Values[$"stripe-webhook--{slug}"] = "whsec_1,whsec_2";
        var (found, _) = Both();
        (await found.FindAllAsync("stripe-webhook", slug, Cancel)).ShouldBe(["whsec_1", "whsec_2"]);

        proxy!.Close();
        (await found.FindAllAsync("stripe-webhook", slug, Cancel)).ShouldBe(["whsec_1", "whsec_2"]);
        time.Advance(TimeSpan.FromMinutes(6));
        (await found.FindAllAsync("stripe-webhook", slug, Cancel)).ShouldBe(["whsec_1", "whsec_2"]);

        vault.Asked.ShouldBe([$"stripe-webhook--{slug}", $"stripe-webhook--{slug}"]);
    }

    [Fact]
    public async Task FindAll_OfATenantWithoutTheSecret_AsksTheVaultOnceInFiveMinutes()
    {
        var slug = await AddTenantAsync();
        var (found, _) = Both();

        for (var time = 0; time < 20; time++)
        {
            (await found.FindAllAsync("ghl-workflow", slug, Cancel)).ShouldBeEmpty();
        }

        vault.Asked.ShouldBe([$"ghl-workflow--{slug}"]);
    }

    [Fact]
    public async Task Exists_OnceSeen_IsKnownWhileTheDatabaseIsGone()
    {
        var slug = await AddTenantAsync();
        var (_, tenants) = Both();
        (await tenants.ExistsAsync(slug, Cancel)).ShouldBeTrue();

        proxy!.Close();

        (await tenants.ExistsAsync(slug, Cancel)).ShouldBeTrue();
        await Should.ThrowAsync<NpgsqlException>(() => tenants.ExistsAsync("stranger", Cancel));
    }

    [Fact]
    public async Task Exists_OfATenantAddedAfterTheList_IsTrueAtOnce()
    {
        var (_, tenants) = Both();
        (await tenants.ExistsAsync("not-yet", Cancel)).ShouldBeFalse();

        await AddTenantAsync("not-yet");

        (await tenants.ExistsAsync("not-yet", Cancel)).ShouldBeTrue();
    }

    private async Task<string> AddTenantAsync(string? slug = null)
    {
        slug ??= $"t{Guid.NewGuid():n}"[..20];
        await ledger.AddTenantAsync(slug: slug);
        return slug;
    }

    private (TenantSecrets Secrets, TenantDirectory Tenants) Both()
    {
        var tenants = new TenantDirectory(new Database(source!, time), time);
        var secrets = new Secrets(new ConfigurationBuilder().Build(), vault, time, NullLogger<Secrets>.Instance);
        return (new TenantSecrets(secrets, tenants), tenants);
    }

    /// <summary>How many commands Npgsql says it has executed.</summary>
    private sealed class CommandCount : ILoggerProvider, ILogger
    {
        private int executed;

        public int Executed => executed;

        public ILogger CreateLogger(string categoryName) => categoryName == "Npgsql.Command" ? this : NullLogger.Instance;

        public IDisposable? BeginScope<TState>(TState state) where TState : notnull => null;

        public bool IsEnabled(LogLevel logLevel) => logLevel >= LogLevel.Information;

        public void Log<TState>(LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter) =>
            Interlocked.Increment(ref executed);

        public void Dispose()
        {
        }
    }

    private sealed class Vault : SecretClient
    {
        public ConcurrentDictionary<string, string> Values { get; } = new();

        public ConcurrentQueue<string> Asked { get; } = new();

        public override Task<Response<KeyVaultSecret>> GetSecretAsync(
            string name, string? version, SecretContentType? outContentType, CancellationToken cancellationToken = default)
        {
            Asked.Enqueue(name);
            return Values.TryGetValue(name, out var value)
                ? Task.FromResult(Response.FromValue(new KeyVaultSecret(name, value), null!))
                : throw new RequestFailedException(404, "SecretNotFound");
        }
    }
}
