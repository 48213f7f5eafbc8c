using System.Net;
using System.Net.Sockets;

namespace Plumbline.Tests.Support;

/// <summary>A TCP proxy before PostgreSQL. Muted, it still passes on what the app sends, and keeps every answer from it.</summary>
internal sealed class PausableProxy : IAsyncDisposable
{
    private readonly TcpListener listener = new(IPAddress.Loopback, 0);
    private readonly CancellationTokenSource stopping = new();
    private readonly (string Host, int Port) target;
    private volatile bool muted;
    private volatile bool closed;

    public PausableProxy(string host, int port)
    {
        target = (host, port);
        listener.Start();
        _ = AcceptAsync();
    }

    public int Port => ((IPEndPoint)listener.LocalEndpoint).Port;

    /// <summary>From now on no answer reaches the app.</summary>
    public void Mute() => muted = true;

    /// <summary>From now on connections are cut and refused, as if PostgreSQL were gone.</summary>
    public void Close() => closed = true;

    public void Reopen() => (muted, closed) = (false, false);

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
        using var server = new TcpClient();
        try
        {
            if (closed)
            {
                return;
            }

            await server.ConnectAsync(target.Host, target.Port, stopping.Token);
            await Task.WhenAny(PumpAsync(app.GetStream(), server.GetStream(), mutes: false), PumpAsync(server.GetStream(), app.GetStream(), mutes: true));
        }
        catch (Exception e) when (e is OperationCanceledException or IOException or SocketException)
        {
            // One of the two hung up.
        }
    }

    private async Task PumpAsync(NetworkStream from, NetworkStream to, bool mutes)
    {
        var buffer = new byte[32 * 1024];
        int read;
        while (!closed && (read = await from.ReadAsync(buffer, stopping.Token)) > 0 && !closed)
        {
            if (!mutes || !muted)
            {
                await to.WriteAsync(buffer.AsMemory(0, read), stopping.Token);
            }
        }
    }
}
