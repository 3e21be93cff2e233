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
    private CancellationTokenSource? _open;

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
        _open = new CancellationTokenSource();
        _ = Serve(listener, _open.Token);
    }

    internal void Shut()
    {
        _open?.Cancel();
        _listener?.Dispose();
        lock (_lock)
        {
            foreach (var guest in _guests) guest.Dispose();
            _guests.Clear();
        }
    }

    public void Dispose()
    {
        Shut();
        _open?.Dispose();
    }

    private async Task Serve(TcpListener listener, CancellationToken token)
    {
        try
        {
            while (true)
            {
                var (guest, host) = (await listener.AcceptTcpClientAsync(token), new TcpClient());
                lock (_lock) _guests.AddRange([guest, host]);
                await host.ConnectAsync(_server, token);
                _ = Task.WhenAny(Carry(guest, host, token), Carry(host, guest, token)).ContinueWith(
                    _ =>
                    {
                        guest.Dispose();
                        host.Dispose();
                    }, CancellationToken.None, TaskContinuationOptions.None, TaskScheduler.Default);
            }
        }
        catch (Exception closed) when (closed is SocketException or ObjectDisposedException or InvalidOperationException or OperationCanceledException)
        {
            // It was shut.
        }
    }

    private static async Task Carry(TcpClient from, TcpClient to, CancellationToken token)
    {
        try
        {
            await from.GetStream().CopyToAsync(to.GetStream(), token);
        }
        catch (Exception closed) when (closed is IOException or SocketException or ObjectDisposedException or InvalidOperationException
            or OperationCanceledException)
        {
            // One side is gone.
        }
    }
}
