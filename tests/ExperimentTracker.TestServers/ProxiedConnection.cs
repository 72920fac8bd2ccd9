using System.Net.Sockets;

namespace ExperimentTracker.TestServers;

/// <summary>One connection through a <see cref="NetworkProxy"/>.</summary>
internal sealed class ProxiedConnection
{
    private const int Client = 1;
    private readonly NetworkProxy proxy;
    private readonly Socket client;
    private readonly Socket server;
    private int lastSender;
    private int ended;
    private volatile bool swallows;
    private volatile bool losesAnswer;

    public ProxiedConnection(NetworkProxy proxy, Socket client, Socket server)
    {
        (this.proxy, this.client, this.server) = (proxy, client, server);
        (client.NoDelay, server.NoDelay) = (true, true);
    }

    public void Start()
    {
        new ProxiedDirection(client, server, () => proxy.Latency, FromClient, End, Fail).Start();
        new ProxiedDirection(server, client, () => proxy.Latency, FromServer, End, Fail).Start();
    }

    public void Swallow() => swallows = true;

    /// <summary>Resets both ends.</summary>
    public void Cut()
    {
        client.Close(0);
        server.Close(0);
        proxy.Forget(this);
    }

    // Each returns whether what arrived goes on. Nothing is the end of what the sender sends.
    private bool FromClient(ReadOnlySpan<byte> sent)
    {
        if (swallows) return false;
        if (sent.IsEmpty) return true;
        proxy.CountFromClient(sent.Length, Interlocked.Exchange(ref lastSender, Client) != Client);
        if (proxy.TakeLostRequest(sent)) losesAnswer = true;
        return true;
    }

    private bool FromServer(ReadOnlySpan<byte> sent)
    {
        if (swallows) return false;
        if (sent.IsEmpty) return true;
        Interlocked.Exchange(ref lastSender, 0);
        proxy.CountFromServer(sent.Length);
        if (!losesAnswer) return true;
        Cut();
        return false;
    }

    // An end that is lost is not told to the other, when nothing is.
    private void Fail()
    {
        if (!swallows) Cut();
    }

    // When one direction has ended, the other can go on.
    private void End()
    {
        if (Interlocked.Increment(ref ended) < 2) return;
        client.Dispose();
        server.Dispose();
        proxy.Forget(this);
    }
}
