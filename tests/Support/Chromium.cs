using System.Collections.Concurrent;
using System.Diagnostics;
using System.Net.WebSockets;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace Plumbline.Tests.Support;

/// <summary>This machine's own Chromium, headless, spoken to by its DevTools protocol. It asks nothing of any other host by itself.</summary>
internal sealed class Chromium : IAsyncDisposable
{
    private static readonly string[] Names = ["chromium", "chromium-browser", "google-chrome", "google-chrome-stable"];
    private static readonly TimeSpan StartLimit = TimeSpan.FromSeconds(60);

    private readonly string profile = Path.Combine(Path.GetTempPath(), $"plumbline-chromium-{Guid.NewGuid():n}");
    private readonly ConcurrentDictionary<int, TaskCompletionSource<JsonElement>> answers = new();
    private readonly ConcurrentDictionary<string, ChromiumPage> pages = new();
    private readonly ClientWebSocket socket = new();
    private readonly SemaphoreSlim sending = new(1);
    private readonly Process process;
    private int last;

    private Chromium(string path) => process = new Process
    {
        StartInfo = new ProcessStartInfo(path,
        [
            "--headless=new", "--no-sandbox", "--disable-gpu", "--disable-dev-shm-usage", "--disable-background-networking", "--disable-component-update",
            "--disable-sync", "--no-first-run", "--no-default-browser-check", "--hide-scrollbars", "--remote-debugging-port=0", $"--user-data-dir={profile}", "about:blank",
        ])
        {
            RedirectStandardError = true,
            RedirectStandardOutput = true,
        },
    };

    /// <summary>Where it is, by <c>CHROMIUM</c> or on the path; null where there is none.</summary>
    public static string? Find() =>
        Environment.GetEnvironmentVariable("CHROMIUM") is { Length: > 0 } set ? set
            : (Environment.GetEnvironmentVariable("PATH") ?? "").Split(Path.PathSeparator)
                .SelectMany(folder => Names.Select(name => Path.Combine(folder, name)))
                .FirstOrDefault(File.Exists);

    public static async Task<Chromium> StartAsync(string path, CancellationToken cancel)
    {
        var browser = new Chromium(path);
        try
        {
            await browser.ConnectAsync(cancel);
            return browser;
        }
        catch
        {
            await browser.DisposeAsync();
            throw;
        }
    }

    /// <summary>Opens an address in a window of this width, and waits until it is loaded.</summary>
    /// <param name="scheme">light or dark.</param>
    /// <param name="bearer">A token to send along.</param>
    public async Task<ChromiumPage> OpenAsync(Uri address, int width, string scheme, string? bearer, CancellationToken cancel)
    {
        var target = (await SendAsync(null, "Target.createTarget", new { url = "about:blank" }, cancel)).GetProperty("targetId").GetString();
        var session = (await SendAsync(null, "Target.attachToTarget", new { targetId = target, flatten = true }, cancel)).GetProperty("sessionId").GetString()!;
        var page = pages[session] = new ChromiumPage(this, session);
        await page.OpenAsync(address, width, scheme, bearer, cancel);
        return page;
    }

    internal async Task<JsonElement> SendAsync(string? session, string method, object parameters, CancellationToken cancel)
    {
        var id = Interlocked.Increment(ref last);
        var answer = answers[id] = new TaskCompletionSource<JsonElement>(TaskCreationOptions.RunContinuationsAsynchronously);
        var message = new JsonObject { ["id"] = id, ["method"] = method, ["params"] = JsonSerializer.SerializeToNode(parameters) };
        if (session is not null)
        {
            message["sessionId"] = session;
        }

        await sending.WaitAsync(cancel);
        try
        {
            await socket.SendAsync(JsonSerializer.SerializeToUtf8Bytes(message), WebSocketMessageType.Text, endOfMessage: true, cancel);
        }
        finally
        {
            sending.Release();
        }

        return await answer.Task.WaitAsync(StartLimit, cancel);
    }

    public async ValueTask DisposeAsync()
    {
        if (!process.HasExited)
        {
            process.Kill(entireProcessTree: true);
            await process.WaitForExitAsync();
        }

        socket.Dispose();
        sending.Dispose();
        process.Dispose();
        for (var attempt = 0; attempt < 20 && Directory.Exists(profile); attempt++)
        {
            try
            {
                Directory.Delete(profile, recursive: true);
            }
            catch (IOException)
            {
                // A child of it may still be writing.
                await Task.Delay(100);
            }
        }
    }

    private async Task ConnectAsync(CancellationToken cancel)
    {
        const string said = "DevTools listening on ";
        var listening = new TaskCompletionSource<string>(TaskCreationOptions.RunContinuationsAsynchronously);
        process.ErrorDataReceived += (_, line) =>
        {
            if (line.Data?.StartsWith(said, StringComparison.Ordinal) == true)
            {
                listening.TrySetResult(line.Data[said.Length..]);
            }
        };
        process.Start();
        process.BeginErrorReadLine();
        process.BeginOutputReadLine();
        await socket.ConnectAsync(new Uri(await listening.Task.WaitAsync(StartLimit, cancel)), cancel);
        _ = ListenAsync();
    }

    private async Task ListenAsync()
    {
        var buffer = new byte[1 << 16];
        using var message = new MemoryStream();
        try
        {
            while (true)
            {
                var part = await socket.ReceiveAsync(buffer.AsMemory(), CancellationToken.None);
                message.Write(buffer, 0, part.Count);
                if (part.EndOfMessage)
                {
                    Take(JsonDocument.Parse(message.ToArray()).RootElement);
                    message.SetLength(0);
                }
            }
        }
        catch (Exception e) when (e is WebSocketException or ObjectDisposedException or OperationCanceledException)
        {
            foreach (var answer in answers.Values)
            {
                answer.TrySetException(new IOException("Chromium has gone.", e));
            }
        }
    }

    private void Take(JsonElement message)
    {
        if (message.TryGetProperty("id", out var id) && answers.TryRemove(id.GetInt32(), out var answer))
        {
            if (message.TryGetProperty("error", out var error))
            {
                answer.TrySetException(new InvalidOperationException($"Chromium refused: {error}"));
            }
            else
            {
                answer.TrySetResult(message.GetProperty("result"));
            }
        }
        else if (message.TryGetProperty("sessionId", out var session) && pages.TryGetValue(session.GetString()!, out var page))
        {
            page.Take(message.GetProperty("method").GetString()!, message.GetProperty("params"));
        }
    }
}
