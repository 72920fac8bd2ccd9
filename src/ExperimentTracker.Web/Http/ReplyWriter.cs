using System.Net.Sockets;

namespace ExperimentTracker.Web.Http;

/// <summary>Writes to a connection. A client that reads nothing for a while is disconnected.</summary>
internal sealed class ReplyWriter(Socket socket, TimeSpan longestWrite, CancellationToken stopping) : IDisposable
{
    private readonly CancellationTokenSource limit = CancellationTokenSource.CreateLinkedTokenSource(stopping);

    /// <summary>Writes all bytes.</summary>
    /// <exception cref="OperationCanceledException">The server stops, or the client reads nothing.</exception>
    /// <exception cref="SocketException">The client has closed the connection.</exception>
    public async ValueTask WriteAsync(ReadOnlyMemory<byte> bytes)
    {
        while (bytes.Length > 0)
        {
            limit.CancelAfter(longestWrite);
            int sent = await socket.SendAsync(bytes, SocketFlags.None, limit.Token).ConfigureAwait(false);
            bytes = bytes[sent..];
        }

        limit.CancelAfter(Timeout.InfiniteTimeSpan);
    }

    /// <summary>Waits until the client closes the connection, or sends what nobody expects.</summary>
    public async Task WhenClosedAsync(CancellationToken cancellation)
    {
        byte[] one = new byte[1];
        try
        {
            await socket.ReceiveAsync(one, SocketFlags.None, cancellation).ConfigureAwait(false);
        }
        catch (Exception e) when (e is SocketException or ObjectDisposedException or OperationCanceledException)
        {
        }
    }

    public void Dispose() => limit.Dispose();
}
