using System.Collections.Concurrent;
using System.Net;
using System.Net.Sockets;

namespace ExperimentTracker.Tests.Support;

/// <summary>A request that a <see cref="HookReceiver"/> received.</summary>
public sealed record HookRequest(string Method, IReadOnlyDictionary<string, string> Headers, byte[] Body);

/// <summary>A web hook on this machine: HttpListener, which shares no code with the client.</summary>
public sealed class HookReceiver : IDisposable
{
    private readonly HttpListener listener = new();

    public HookReceiver()
    {
        Address = new Uri($"http://127.0.0.1:{FreePort()}/hook/");
        listener.Prefixes.Add(Address.AbsoluteUri);
        listener.Start();
        _ = Task.Run(Serve);
    }

    /// <summary>The address.</summary>
    public Uri Address { get; }

    /// <summary>What was received, in this order.</summary>
    public ConcurrentQueue<HookRequest> Requests { get; } = new();

    /// <summary>Decides the status and the header Retry-After of an answer.</summary>
    public Func<HookRequest, (int Status, string? RetryAfter)> Answer { get; set; } = _ => (204, null);

    /// <summary>A port that nothing listens at.</summary>
    public static int FreePort()
    {
        using var probe = new TcpListener(IPAddress.Loopback, 0);
        probe.Start();
        return ((IPEndPoint)probe.LocalEndpoint).Port;
    }

    public void Dispose() => listener.Close();

    private async Task Serve()
    {
        try
        {
            while (true)
            {
                HttpListenerContext context = await listener.GetContextAsync();
                using var body = new MemoryStream();
                await context.Request.InputStream.CopyToAsync(body);
                var headers = context.Request.Headers.AllKeys.ToDictionary(name => name!, name => context.Request.Headers[name]!, StringComparer.OrdinalIgnoreCase);
                var request = new HookRequest(context.Request.HttpMethod, headers, body.ToArray());
                Requests.Enqueue(request);
                (context.Response.StatusCode, string? retryAfter) = Answer(request);
                if (retryAfter is not null) context.Response.Headers["Retry-After"] = retryAfter;
                if (context.Response.StatusCode is >= 300 and < 400) context.Response.RedirectLocation = Address.AbsoluteUri;
                context.Response.Close();
            }
        }
        catch (Exception e) when (e is HttpListenerException or ObjectDisposedException)
        {
            // It was closed.
        }
    }
}
