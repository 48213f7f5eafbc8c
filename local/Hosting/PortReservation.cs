using System.Net;
using System.Net.Sockets;

namespace Plumbline.Local.Hosting;

/// <summary>A loopback port held from the first moment, so that nothing is started in vain and no one takes it meanwhile.</summary>
internal sealed class PortReservation : IDisposable
{
    private readonly Socket socket;

    private PortReservation(Socket socket) => this.socket = socket;

    public int Port => ((IPEndPoint)socket.LocalEndPoint!).Port;

    public string Url => $"http://127.0.0.1:{Port}";

    /// <param name="port">0 takes any free port.</param>
    public static PortReservation Take(int port)
    {
        var socket = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
        try
        {
            socket.Bind(new IPEndPoint(IPAddress.Loopback, port));
            // Two sockets can be bound to one port; only one can listen. Callers queue until Kestrel accepts them.
            socket.Listen();
            return new PortReservation(socket);
        }
        catch (SocketException e)
        {
            socket.Dispose();
            throw new LocalStartException(
                e.SocketErrorCode == SocketError.AccessDenied
                    ? $"Port {port} may not be used by this user; set PORT to another"
                    : $"Port {port} is taken; set PORT to another",
                LocalStartException.Usage,
                e);
        }
    }

    /// <summary>The listening socket, from now on its taker's to close.</summary>
    public Socket HandOver() => socket;

    public void Dispose() => socket.Dispose();
}
