using System.Net;
using System.Net.Sockets;

namespace SecretMagic.Integration.Work;

/// <summary>A way to a server that can be shut: what went through it is cut off, and nobody gets in until it is opened again.</summary>
internal sealed class Gate : IDisposable
{
    private readonly IPEndPoint _server;
    private readonly Lock _lock = new();
    private readonly List<TcpClient> _guests = [];
    private TcpListener? _listener;

    /// <param name="port">The server's port on this machine.</param>
    internal Gate(int port)
    {
        _server = new IPEndPoint(IPAddress.Loopback, port);
        Open();
    }

    /// <summary>The port to connect to instead.</summary>
    internal int Port { get; private set; }

    internal void Open()
    {
        var listener = new TcpListener(IPAddress.Loopback, Port);
        listener.Server.SetSocketOption(SocketOptionLevel.Socket, SocketOptionName.ReuseAddress, true);
        listener.Start();
        (_listener, Port) = (listener, ((IPEndPoint)listener.LocalEndpoint).Port);
        _ = Serve(listener);
    }

    internal void Shut()
    {
        _listener?.Dispose();
        lock (_lock)
        {
            foreach (var guest in _guests) guest.Dispose();
            _guests.Clear();
        }
    }

    public void Dispose() => Shut();

    private async Task Serve(TcpListener listener)
    {
        try
        {
            while (true)
            {
                var (guest, host) = (await listener.AcceptTcpClientAsync(), new TcpClient());
                lock (_lock) _guests.AddRange([guest, host]);
                await host.ConnectAsync(_server);
                _ = Task.WhenAny(Carry(guest, host), Carry(host, guest)).ContinueWith(
                    _ =>
                    {
                        guest.Dispose();
                        host.Dispose();
                    }, TaskScheduler.Default);
            }
        }
        catch (Exception closed) when (closed is SocketException or ObjectDisposedException or InvalidOperationException)
        {
            // It was shut.
        }
    }

    private static async Task Carry(TcpClient from, TcpClient to)
    {
        try
        {
            await from.GetStream().CopyToAsync(to.GetStream());
        }
        catch (Exception closed) when (closed is IOException or SocketException or ObjectDisposedException or InvalidOperationException)
        {
            // One side is gone.
        }
    }
}
