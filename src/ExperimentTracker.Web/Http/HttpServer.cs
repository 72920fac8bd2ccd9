using System.Net;
using System.Net.Sockets;

namespace ExperimentTracker.Web.Http;

/// <summary>
/// A server of HTTP/1.1 for one address. It has what a page of one user needs: answers of a known length or until the connection ends, requests with
/// a length, and limits for both.
/// </summary>
internal sealed class HttpServer : IDisposable
{
    private readonly Socket listener;
    private readonly HttpLimits limits;
    private readonly IHttpHandler handler;
    private readonly CancellationTokenSource stop = new();
    private int connections;

    /// <summary>Begins to listen. Connections are accepted after <see cref="Start"/>.</summary>
    /// <exception cref="SocketException">The address cannot be used.</exception>
    public HttpServer(IPEndPoint address, HttpLimits limits, IHttpHandler handler)
    {
        (this.limits, this.handler) = (limits, handler);
        listener = new Socket(address.AddressFamily, SocketType.Stream, ProtocolType.Tcp);
        try
        {
            // Otherwise another process could listen on the same port on Windows.
            if (OperatingSystem.IsWindows()) listener.ExclusiveAddressUse = true;
            listener.Bind(address);
            listener.Listen(512);
        }
        catch
        {
            listener.Dispose();
            throw;
        }
    }

    /// <summary>The address, with the port that was chosen.</summary>
    public IPEndPoint Address => (IPEndPoint)listener.LocalEndPoint!;

    /// <summary>The number of open connections.</summary>
    public int Connections => Volatile.Read(ref connections);

    /// <summary>Is cancelled when the server stops.</summary>
    public CancellationToken Stopping => stop.Token;

    /// <summary>Accepts connections until the server is disposed.</summary>
    public void Start() => _ = Task.Run(AcceptAsync);

    /// <summary>Stops listening and closes all connections.</summary>
    public void Dispose()
    {
        stop.Cancel();
        listener.Dispose();
    }

    private async Task AcceptAsync()
    {
        while (!stop.IsCancellationRequested)
        {
            try
            {
                Socket socket = await listener.AcceptAsync(stop.Token).ConfigureAwait(false);
                if (Interlocked.Increment(ref connections) > limits.MostConnections)
                {
                    socket.Close(0);
                    Interlocked.Decrement(ref connections);
                    continue;
                }

                socket.NoDelay = true;
                _ = Task.Run(() => ServeAsync(socket));
            }
            catch (SocketException)
            {
                // The client has given up, or the process has too many open files: others are closed before the next one is accepted.
                await Task.Delay(50, CancellationToken.None).ConfigureAwait(false);
            }
            catch (Exception e) when (e is OperationCanceledException or ObjectDisposedException)
            {
                return;
            }
        }
    }

    private async Task ServeAsync(Socket socket)
    {
        try
        {
            await new HttpConnection(socket, limits, handler, stop.Token).ServeAsync().ConfigureAwait(false);
        }
        finally
        {
            Interlocked.Decrement(ref connections);
        }
    }
}
