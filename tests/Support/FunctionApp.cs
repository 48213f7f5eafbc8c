using System.Diagnostics;
using System.Globalization;
using System.Net.Http.Headers;
using System.Net.Http.Json;
using System.Text;
using System.Text.Json;
using Npgsql;
using Plumbline.Local.Services;
using Plumbline.Migrate;

namespace Plumbline.Tests.Support;

/// <summary>The whole app as its user runs it: a process of its own, on a database and storage that outlive it.</summary>
public sealed class FunctionApp : IAsyncLifetime
{
    private static readonly TimeSpan StartLimit = TimeSpan.FromSeconds(90);

    private readonly string folder = Path.Combine(Path.GetTempPath(), $"plumbline-app-{Guid.NewGuid():n}");
    private readonly StringBuilder output = new();
    private Azurite? storage;
    private Process? process;

    /// <summary>The clock it starts with.</summary>
    public DateTimeOffset? Now { get; set; }

    /// <summary>Another way to the database than the direct one, such as through a proxy.</summary>
    public string? DatabaseAddress { get; set; }

    /// <summary>Another way to the storage than the direct one, as a connection string.</summary>
    public string? StorageAddress { get; set; }

    /// <summary>What comes between its database and storage and its first start.</summary>
    public Action? BeforeStart { get; set; }

    /// <summary>More settings, as environment variables.</summary>
    public Dictionary<string, string> Settings { get; } = new()
    {
        // Once a year: what it would find stands beside what a test looks for.
        ["ReconcileSchedule"] = "0 0 0 1 1 *",
        ["VitalsSchedule"] = "0 0 0 1 1 *",
    };

    public string AdminConnectionString { get; private set; } = "";

    public string StorageConnectionString => storage!.ConnectionString;

    public HttpClient Http { get; private set; } = new();

    public string Token { get; private set; } = "";

    public string FunctionKey { get; private set; } = "";

    public string MasterKey { get; private set; } = "";

    public bool IsRunning => process is { HasExited: false };

    /// <summary>Everything it has printed.</summary>
    public string Output
    {
        get
        {
            lock (output)
            {
                return output.ToString();
            }
        }
    }

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync()
    {
        AdminConnectionString = await TestServer.CreateDatabaseAsync(CancellationToken.None);
        storage = await Azurite.StartAsync(Path.Combine(folder, "storage"), _ => { }, CancellationToken.None);
        BeforeStart?.Invoke();
        await StartAsync();
    }

    public async Task StartAsync()
    {
        var ready = Launch();
        await ready.WaitAsync(StartLimit);

        using var state = JsonDocument.Parse(await File.ReadAllTextAsync(Path.Combine(folder, "local", "state.json")));
        string Read(string name) => state.RootElement.GetProperty(name).GetString()!;
        Http = new HttpClient { BaseAddress = new Uri(Read("url")), Timeout = TimeSpan.FromSeconds(60) };
        (Token, FunctionKey, MasterKey) = (Read("token"), Read("functionKey"), Read("masterKey"));
    }

    /// <summary>Runs a command of the app to its end.</summary>
    /// <returns>Its exit code.</returns>
    public async Task<int> RunAsync(params string[] arguments)
    {
        _ = Launch(arguments);
        await process!.WaitForExitAsync(Cancel).WaitAsync(TimeSpan.FromMinutes(3), Cancel);
        return process.ExitCode;
    }

    /// <summary>Runs a command beside the app that runs.</summary>
    /// <returns>Its exit code, and everything it has printed.</returns>
    public async Task<(int ExitCode, string Output)> RunBesideAsync(params string[] arguments)
    {
        using var beside = Process.Start(StartInfo(arguments))!;
        var (printed, errors) = (beside.StandardOutput.ReadToEndAsync(Cancel), beside.StandardError.ReadToEndAsync(Cancel));
        await beside.WaitForExitAsync(Cancel).WaitAsync(StartLimit, Cancel);
        return (beside.ExitCode, await printed + await errors);
    }

    /// <summary>SIGKILL: nothing of it runs on.</summary>
    public async Task KillAsync()
    {
        process!.Kill(entireProcessTree: false);
        await process.WaitForExitAsync();
    }

    /// <returns>Its exit code after SIGTERM.</returns>
    public async Task<int> StopAsync()
    {
        using var kill = Process.Start("kill", ["-TERM", process!.Id.ToString(CultureInfo.InvariantCulture)]);
        await process.WaitForExitAsync().WaitAsync(TimeSpan.FromSeconds(30));
        return process.ExitCode;
    }

    public async ValueTask DisposeAsync()
    {
        if (IsRunning)
        {
            await StopAsync();
        }

        if (storage is not null)
        {
            await storage.DisposeAsync();
        }

        Http.Dispose();
        Directory.Delete(folder, recursive: true);
    }

    public async Task<HttpResponseMessage> SendAsync(HttpMethod method, string path, object? body = null, string? token = null, string? key = null)
    {
        using var request = new HttpRequestMessage(method, path);
        if (body is not null)
        {
            request.Content = JsonContent.Create(body);
        }

        if (token is not null)
        {
            request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", token);
        }

        if (key is not null)
        {
            request.Headers.Add("x-functions-key", key);
        }

        return await Http.SendAsync(request, Cancel);
    }

    /// <summary>Posts to the manage API with the demo tenant's token.</summary>
    public Task<HttpResponseMessage> ManageAsync(HttpMethod method, string path, object? body = null) =>
        SendAsync(method, $"/api/manage/{path}", body, Token);

    /// <summary>Creates a tenant, and a token for it.</summary>
    public async Task<string> AddTenantAsync(string slug, string zone = "UTC", string firstMonth = "2026-01", params string[] recipients)
    {
        using var put = await SendAsync(HttpMethod.Put, $"/api/manage/tenants/{slug}", key: FunctionKey, body: new
        {
            name = $"Company {slug}",
            timeZone = zone,
            currency = "USD",
            firstMonth,
            recipients = recipients.Select(email => new { email }),
        });
        put.StatusCode.ShouldBe(System.Net.HttpStatusCode.Created, await put.Content.ReadAsStringAsync(Cancel));
        using var issue = await SendAsync(HttpMethod.Post, $"/api/manage/{slug}/tokens", key: FunctionKey, body: new { actor = "a test", scopes = new[] { "manage", "report" } });
        using var issued = JsonDocument.Parse(await issue.Content.ReadAsStringAsync(Cancel));
        return issued.RootElement.GetProperty("token").GetString()!;
    }

    /// <summary>The mailbox's messages, newest first.</summary>
    public async Task<IReadOnlyList<JsonElement>> MailAsync()
    {
        using var document = JsonDocument.Parse(await Http.GetStringAsync("/local/mail?format=json", Cancel));
        return [.. document.RootElement.Clone().EnumerateArray()];
    }

    public Task<long> CountAsync(string sql) => ScalarAsync<long>(sql);

    /// <summary>As superuser.</summary>
    public async Task<T> ScalarAsync<T>(string sql)
    {
        await using var connection = new NpgsqlConnection(AdminConnectionString);
        await connection.OpenAsync(Cancel);
        await using var command = new NpgsqlCommand(sql, connection);
        return (T)(await command.ExecuteScalarAsync(Cancel))!;
    }

    /// <summary>As superuser.</summary>
    public async Task ExecuteAsync(string sql)
    {
        await using var connection = new NpgsqlConnection(AdminConnectionString);
        await connection.OpenAsync(Cancel);
        await using var command = new NpgsqlCommand(sql, connection);
        await command.ExecuteNonQueryAsync(Cancel);
    }

    /// <summary>Waits until something holds; fails with what the app printed when it does not within the limit.</summary>
    public async Task EventuallyAsync(Func<Task<bool>> holds, string what, int seconds = 60)
    {
        var watch = Stopwatch.StartNew();
        while (!await holds())
        {
            (watch.Elapsed < TimeSpan.FromSeconds(seconds)).ShouldBeTrue($"{what} did not come about in {seconds} s.\n{Output}");
            await Task.Delay(100, Cancel);
        }
    }

    private ProcessStartInfo StartInfo(params string[] arguments)
    {
        var start = new ProcessStartInfo("dotnet", [Path.Combine(AppContext.BaseDirectory, "Plumbline.Functions.dll"), .. arguments])
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            Environment =
            {
                ["LOCAL_DIR"] = Path.Combine(folder, "local"),
                ["PORT"] = "0",
                ["DATABASE_URL"] = DatabaseAddress ?? DatabaseUrl.ToUrl(AdminConnectionString),
                ["AzureWebJobsStorage"] = StorageAddress ?? StorageConnectionString,
                ["LOCAL_NOW"] = Now?.ToString("o", CultureInfo.InvariantCulture) ?? "",
            },
        };
        foreach (var (name, value) in Settings)
        {
            start.Environment[name] = value;
        }

        return start;
    }

    private Task Launch(params string[] arguments)
    {
        var ready = new TaskCompletionSource();
        process = new Process { StartInfo = StartInfo(arguments), EnableRaisingEvents = true };
        process.OutputDataReceived += (_, line) => Keep(line.Data, ready);
        process.ErrorDataReceived += (_, line) => Keep(line.Data, ready);
        process.Exited += (_, _) => ready.TrySetException(new InvalidOperationException($"The app ended at start:\n{Output}"));
        process.Start();
        process.BeginOutputReadLine();
        process.BeginErrorReadLine();
        return ready.Task;
    }

    private void Keep(string? line, TaskCompletionSource ready)
    {
        lock (output)
        {
            output.AppendLine(line);
        }

        if (line?.StartsWith("ready ", StringComparison.Ordinal) == true)
        {
            ready.TrySetResult();
        }
    }
}
