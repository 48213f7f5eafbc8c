using System.Collections.Concurrent;
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
    private readonly ConcurrentBag<Gate> gates = [];

    public GatedProxy(string host, int port)
    {
        target = (host, port);
        listener.Start();
        _ = AcceptAsync();
    }

    public int Port => ((IPEndPoint)listener.LocalEndpoint).Port;

    /// <summary>Stops the first connection on which the app says all of this at once.</summary>
    /// <param name="then">What it must say after that on the same connection, and is stopped at; null for nothing further.</param>
    /// <param name="delivers">Whether what it is stopped at still arrives, and only the answer is kept.</param>
    /// <returns>Ends once it was said, or once it was answered.</returns>
    public Task StopAt(IReadOnlyList<string> words, string? then, bool delivers)
    {
        var gate = new Gate(words, then, delivers);
        gates.Add(gate);
        return gate.Reached.Task;
    }

    public void Open() => gates.Clear();

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
            var passage = new Passage(gates);
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

    private sealed class Gate(IReadOnlyList<string> words, string? then, bool delivers)
    {
        private int taken;

        public TaskCompletionSource Reached { get; } = new(TaskCreationOptions.RunContinuationsAsynchronously);

        public string? Then => then;

        public bool Delivers => delivers;

        public bool Matches(string said) => words.All(word => said.Contains(word, StringComparison.Ordinal));

        /// <summary>One connection alone is stopped.</summary>
        public bool TryTake() => Interlocked.Exchange(ref taken, 1) == 0;
    }

    /// <summary>One connection, with the gates of which it has said the first part.</summary>
    private sealed class Passage(IEnumerable<Gate> gates)
    {
        private readonly HashSet<Gate> halfway = [];
        private volatile Gate? stopped;

        public bool Asks(ReadOnlyMemory<byte> bytes)
        {
            if (stopped is null && FindIn(Encoding.Latin1.GetString(bytes.Span)) is { } gate)
            {
                stopped = gate;
                if (!gate.Delivers)
                {
                    gate.Reached.TrySetResult();
                }
            }

            return stopped is not { Delivers: false };
        }

        public bool Answers()
        {
            stopped?.Reached.TrySetResult();
            return stopped is null;
        }

        private Gate? FindIn(string said)
        {
            foreach (var gate in gates)
            {
                var isThere = halfway.Contains(gate) ? said.Contains(gate.Then!, StringComparison.Ordinal) : gate.Matches(said);
                if (isThere && (gate.Then is null || !halfway.Add(gate)) && gate.TryTake())
                {
                    return gate;
                }
            }

            return null;
        }
    }
}
