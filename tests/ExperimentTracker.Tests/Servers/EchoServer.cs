using System.Net;
using System.Net.Sockets;

namespace ExperimentTracker.Tests.Servers;

/// <summary>Sends back what it receives, and counts it.</summary>
internal sealed class EchoServer : IDisposable
{
    private readonly Socket listener = new(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
    private long received;

    public EchoServer()
    {
        listener.Bind(new IPEndPoint(IPAddress.Loopback, 0));
        listener.Listen();
        _ = AcceptAll();
    }

    public int Port => ((IPEndPoint)listener.LocalEndPoint!).Port;

    public long Received => Interlocked.Read(ref received);

    public void Dispose() => listener.Dispose();

    private async Task AcceptAll()
    {
        while (true) _ = Serve(await listener.AcceptAsync());
    }

    private async Task Serve(Socket client)
    {
        using (client)
        {
            client.NoDelay = true;
            byte[] buffer = new byte[64 * 1024];
            while (await client.ReceiveAsync(buffer) is > 0 and int count)
            {
                Interlocked.Add(ref received, count);
                await client.SendAsync(buffer.AsMemory(0, count));
            }
        }
    }
}
