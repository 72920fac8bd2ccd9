using System.Net;
using System.Net.Sockets;
using System.Text;

namespace ExperimentTracker.TestServers;

/// <summary>
/// A network between clients and a server of this machine: it passes TCP connections on, takes its time, counts, and fails as networks do. All members
/// can be used from any thread, at any time.
/// </summary>
public sealed class NetworkProxy : IDisposable
{
    private readonly IPEndPoint target;
    private readonly HashSet<ProxiedConnection> open = [];
    private readonly object gate = new();
    private Socket listener;
    private NetworkState state;
    private long latencyTicks;
    private long connections;
    private long roundTrips;
    private long bytesToServer;
    private long bytesToClients;
    private byte[]? lostRequest;

    /// <summary>Starts a proxy.</summary>
    /// <param name="targetPort">The port of the server, at the loopback address.</param>
    /// <param name="latency">See <see cref="Latency"/>.</param>
    public NetworkProxy(int targetPort, TimeSpan latency = default)
    {
        target = new(IPAddress.Loopback, targetPort);
        Latency = latency;
        listener = Bind(0);
        Port = ((IPEndPoint)listener.LocalEndPoint!).Port;
        Listen();
    }

    /// <summary>The port, at the loopback address. It stays the same.</summary>
    public int Port { get; }

    /// <summary>How much later what is sent arrives, each way: half of a round trip. It is kept within 1 ms, and does not limit the throughput.</summary>
    public TimeSpan Latency
    {
        get => new(Interlocked.Read(ref latencyTicks));
        set => Interlocked.Exchange(ref latencyTicks, value.Ticks);
    }

    /// <summary>What went through so far.</summary>
    public NetworkTraffic Traffic => new(
        Interlocked.Read(ref connections), Interlocked.Read(ref roundTrips), Interlocked.Read(ref bytesToServer), Interlocked.Read(ref bytesToClients));

    /// <summary>The connections that are open now.</summary>
    public int OpenConnections
    {
        get
        {
            lock (gate) return open.Count;
        }
    }

    /// <summary>Resets all connections that are open now, at both ends (RST). What is under way is lost.</summary>
    public void Cut()
    {
        foreach (ProxiedConnection connection in Connections()) connection.Cut();
    }

    /// <summary>
    /// Resets the next connection by which a client sends a text, when its answer arrives: the server has done what it was asked, and the client does
    /// not hear of it.
    /// </summary>
    /// <param name="text">A part of what the client sends at once. Encrypted connections do not show it.</param>
    public void LoseAnswerTo(string text) => Volatile.Write(ref lostRequest, Encoding.UTF8.GetBytes(text));

    /// <summary>
    /// Loses everything from now on, both ways, while all connections stay open, as when the other machine is gone. Those that are open now are dead for
    /// ever, and so are those that clients open until <see cref="Pass"/>.
    /// </summary>
    public void Swallow()
    {
        lock (gate) Enter(NetworkState.Swallows);
        foreach (ProxiedConnection connection in Connections()) connection.Swallow();
    }

    /// <summary>Refuses new connections until <see cref="Pass"/>, as when no server listens. Those that are open stay so.</summary>
    public void Refuse()
    {
        lock (gate) Enter(NetworkState.Refuses);
    }

    /// <summary>Passes new connections on again.</summary>
    public void Pass()
    {
        lock (gate) Enter(NetworkState.Passes);
    }

    /// <summary>Resets all connections and refuses others.</summary>
    public void Dispose()
    {
        lock (gate)
        {
            Enter(NetworkState.Refuses);
            listener.Dispose();
        }

        Cut();
    }

    internal static void StartThread(string name, Action action) => new Thread(() => action(), 256 * 1024) { IsBackground = true, Name = $"Proxy: {name}" }.Start();

    internal void CountFromClient(int bytes, bool turn)
    {
        if (turn) Interlocked.Increment(ref roundTrips);
        Interlocked.Add(ref bytesToServer, bytes);
    }

    internal void CountFromServer(int bytes) => Interlocked.Add(ref bytesToClients, bytes);

    // Whether a request is the one whose answer will be lost. Only one connection gets this answer.
    internal bool TakeLostRequest(ReadOnlySpan<byte> sent)
    {
        byte[]? lost = Volatile.Read(ref lostRequest);
        return lost is not null && sent.IndexOf(lost) >= 0 && Interlocked.CompareExchange(ref lostRequest, null, lost) == lost;
    }

    internal void Forget(ProxiedConnection connection)
    {
        lock (gate) open.Remove(connection);
    }

    private static Socket Bind(int port)
    {
        var socket = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
        // On Unix this allows the port of connections that are being closed, and not that of another listener.
        if (!OperatingSystem.IsWindows()) socket.SetSocketOption(SocketOptionLevel.Socket, SocketOptionName.ReuseAddress, true);
        socket.Bind(new IPEndPoint(IPAddress.Loopback, port));
        return socket;
    }

    // Called with the gate held. While connections are refused, the port stays bound, so that no other process gets it.
    private void Enter(NetworkState next)
    {
        if (next == NetworkState.Refuses && state != NetworkState.Refuses)
        {
            listener.Dispose();
            listener = Bind(Port);
        }
        else if (next != NetworkState.Refuses && state == NetworkState.Refuses)
        {
            Listen();
        }

        state = next;
    }

    private void Listen()
    {
        listener.Listen(512);
        Socket current = listener;
        StartThread("accepting", () => Accept(current));
    }

    private void Accept(Socket current)
    {
        while (true)
        {
            try
            {
                Begin(current.Accept());
            }
            catch (Exception e) when (e is SocketException or ObjectDisposedException)
            {
                return;
            }
        }
    }

    private void Begin(Socket client)
    {
        Interlocked.Increment(ref connections);
        var server = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
        try
        {
            server.Connect(target);
        }
        catch (SocketException)
        {
            server.Dispose();
            client.Close(0);
            return;
        }

        var connection = new ProxiedConnection(this, client, server);
        lock (gate)
        {
            open.Add(connection);
            if (state == NetworkState.Swallows) connection.Swallow();
        }

        connection.Start();
    }

    private ProxiedConnection[] Connections()
    {
        lock (gate) return [.. open];
    }
}
