using System.Net;
using System.Net.Sockets;
using System.Text;

namespace Plumbline.Tests.Support;

/// <summary>
/// A TCP proxy before a service of the app. Set to a point of the conversation, it stops a connection there: what the app asks
/// either never arrives, or it arrives and the answer is kept.
/// </summary>
internal sealed class GatedProxy : IAsyncDisposable
{
    private readonly TcpListener listener = new(IPAddress.Loopback, 0);
    private readonly CancellationTokenSource stopping = new();
    private readonly (string Host, int Port) target;
    private volatile Gate? gate;

    public GatedProxy(string host, int port)
    {
        target = (host, port);
        listener.Start();
        _ = AcceptAsync();
    }

    public int Port => ((IPEndPoint)listener.LocalEndpoint).Port;

    /// <summary>Stops the first connection on which the app says all of this, one after the other.</summary>
    /// <param name="delivers">Whether the last of it still arrives, and only its answer is kept.</param>
    /// <returns>Ends once it was said, or once it was answered.</returns>
    public Task StopAt(bool delivers, params string[] words)
    {
        gate = new Gate(delivers, words);
        return gate.Reached.Task;
    }

    public void Open() => gate = null;

    public async ValueTask DisposeAsync()
    {
        await stopping.CancelAsync();
        listener.Stop();
        stopping.Dispose();
    }

    private async Task AcceptAsync()
    {
        try
        {
            while (true)
            {
                _ = ServeAsync(await listener.AcceptTcpClientAsync(stopping.Token));
            }
        }
        catch (Exception e) when (e is OperationCanceledException or SocketException or ObjectDisposedException)
        {
            // Disposed.
        }
    }

    private async Task ServeAsync(TcpClient client)
    {
        using var app = client;
        using var server = new TcpClient { NoDelay = true };
        app.NoDelay = true;
        try
        {
            await server.ConnectAsync(target.Host, target.Port, stopping.Token);
            var passage = new Passage(() => gate);
            await Task.WhenAny(
                PumpAsync(app.GetStream(), server.GetStream(), passage.Asks), PumpAsync(server.GetStream(), app.GetStream(), _ => passage.Answers()));
        }
        catch (Exception e) when (e is OperationCanceledException or IOException or SocketException)
        {
            // One of the two hung up.
        }
    }

    /// <param name="passes">Told what comes; false where it goes no further.</param>
    private async Task PumpAsync(NetworkStream from, NetworkStream to, Func<ReadOnlyMemory<byte>, bool> passes)
    {
        var buffer = new byte[64 * 1024];
        int read;
        while ((read = await from.ReadAsync(buffer, stopping.Token)) > 0)
        {
            if (passes(buffer.AsMemory(0, read)))
            {
                await to.WriteAsync(buffer.AsMemory(0, read), stopping.Token);
            }
        }
    }

    private sealed record Gate(bool Delivers, string[] Words)
    {
        private int taken;

        public TaskCompletionSource Reached { get; } = new(TaskCreationOptions.RunContinuationsAsynchronously);

        /// <summary>One connection alone is stopped.</summary>
        public bool TryTake() => Interlocked.Exchange(ref taken, 1) == 0;
    }

    /// <summary>One connection, and how much of the gate's words it has said.</summary>
    private sealed class Passage(Func<Gate?> current)
    {
        private Gate? seen;
        private int said;
        private volatile Gate? stopped;

        public bool Asks(ReadOnlyMemory<byte> bytes)
        {
            if (stopped is { } held)
            {
                return held.Delivers;
            }

            if (current() is not { } gate)
            {
                return true;
            }

            (seen, said) = (gate, seen == gate ? said : 0);
            var text = Encoding.Latin1.GetString(bytes.Span);
            for (var at = 0; said < gate.Words.Length && (at = text.IndexOf(gate.Words[said], at, StringComparison.Ordinal)) >= 0; said++)
            {
                at += gate.Words[said].Length;
            }

            if (said < gate.Words.Length || !gate.TryTake())
            {
                return true;
            }

            stopped = gate;
            if (!gate.Delivers)
            {
                gate.Reached.TrySetResult();
            }

            return gate.Delivers;
        }

        public bool Answers()
        {
            stopped?.Reached.TrySetResult();
            return stopped is null;
        }
    }
}
