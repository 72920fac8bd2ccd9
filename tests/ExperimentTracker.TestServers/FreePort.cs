using System.Net;
using System.Net.Sockets;

namespace ExperimentTracker.TestServers;

/// <summary>Ports that no server of this machine uses.</summary>
public static class FreePort
{
    // Below the ports that systems give to outgoing connections, so that a server that was stopped finds its port free again.
    private const int First = 15000;
    private const int End = 32000;

    /// <summary>A port that was free a moment ago. Another process can take it first: then try again.</summary>
    public static int Find()
    {
        while (true)
        {
            int port = Random.Shared.Next(First, End);
            using var socket = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
            try
            {
                socket.Bind(new IPEndPoint(IPAddress.Loopback, port));
                return port;
            }
            catch (SocketException)
            {
                // In use: try another.
            }
        }
    }
}
