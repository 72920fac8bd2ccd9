using System.Net;
using System.Net.Sockets;

namespace ExperimentTracker.Tests.Support.Services;

/// <summary>A proxy on the loopback address that resets a connection after some bytes from its client, as a network would, and can refuse all.</summary>
/// <param name="target">The port of the service.</param>
public sealed class CuttingProxy(int target) : IDisposable
{
    private readonly TcpListener listener = new(IPAddress.Loopback, 0);
    private readonly object gate = new();
    private readonly List<Socket> open = [];
    private long sent;
    private long? cutAt;

    public int Port { get; private set; }

    /// <summary>The number of connections that were cut.</summary>
    public int Cuts { get; private set; }

    /// <summary>Whether connections are refused.</summary>
    public bool IsDown { get; set; }

    public CuttingProxy Start()
    {
        listener.Start();
        Port = ((IPEndPoint)listener.LocalEndpoint).Port;
        _ = AcceptAsync();
        return this;
    }

    /// <summary>Cuts the connection that carries the byte with this number, counted from now on over all connections.</summary>
    public void CutAfter(long bytes)
    {
        lock (gate) (sent, cutAt) = (0, bytes);
    }

    /// <summary>Cuts all connections, and refuses others.</summary>
    public void GoDown()
    {
        IsDown = true;
        lock (gate) open.ForEach(Reset);
    }

    public void Dispose()
    {
        IsDown = true;
        listener.Stop();
        lock (gate) open.ForEach(socket => socket.Dispose());
    }

    private async Task AcceptAsync()
    {
        try
        {
            while (true)
            {
                Socket client = await listener.AcceptSocketAsync();
                if (IsDown)
                {
                    Reset(client);
                    continue;
                }

                var server = new Socket(SocketType.Stream, ProtocolType.Tcp);
                await server.ConnectAsync(IPAddress.Loopback, target);
                lock (gate) open.AddRange([client, server]);
                _ = CopyAsync(client, server, counts: true);
                _ = CopyAsync(server, client, counts: false);
            }
        }
        catch (Exception e) when (e is SocketException or ObjectDisposedException)
        {
        }
    }

    private async Task CopyAsync(Socket from, Socket to, bool counts)
    {
        byte[] buffer = new byte[1 << 16];
        try
        {
            while (await from.ReceiveAsync(buffer) is > 0 and { } read)
            {
                if (counts && IsCut(read))
                {
                    Reset(from);
                    Reset(to);
                    return;
                }

                for (int done = 0; done < read;) done += await to.SendAsync(buffer.AsMemory(done, read - done));
            }

            to.Shutdown(SocketShutdown.Send);
        }
        catch (Exception e) when (e is SocketException or ObjectDisposedException)
        {
            Reset(to);
        }
    }

    private bool IsCut(int more)
    {
        lock (gate)
        {
            sent += more;
            if (cutAt is not { } at || sent < at) return false;
            cutAt = null;
            Cuts++;
            return true;
        }
    }

    // Without lingering, the other side sees a reset.
    private static void Reset(Socket socket)
    {
        try
        {
            socket.LingerState = new LingerOption(true, 0);
        }
        catch (Exception e) when (e is SocketException or ObjectDisposedException)
        {
        }

        socket.Dispose();
    }
}
