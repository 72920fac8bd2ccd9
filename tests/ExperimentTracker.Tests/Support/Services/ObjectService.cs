using System.Diagnostics;
using System.Net;
using System.Net.Sockets;

namespace ExperimentTracker.Tests.Support.Services;

/// <summary>
/// An emulator of an object store that the tests start: one of each kind in a test process, which ends with it. Where it is missing, <see cref="Reason"/> says
/// what to install.
/// </summary>
public abstract class ObjectService
{
    // A slow machine that runs other tests needs some seconds for Python or Node.
    private static readonly TimeSpan LongestStart = TimeSpan.FromSeconds(60);

    private readonly Lazy<string?> reason;
    private int locations;

    // If it were collected as garbage, its input would be closed.
    private Process? process;

    protected ObjectService() => reason = new Lazy<string?>(Start);

    /// <summary>Why the service is not available, or <see langword="null"/>.</summary>
    public string? Reason => reason.Value;

    /// <summary>The port at which it listens, on the loopback address.</summary>
    public int Port { get; private set; }

    /// <summary>Returns a location that no other test uses.</summary>
    /// <param name="port">The port of a proxy in front of the service; by default the service's own.</param>
    public string NewLocation(int? port = null) => LocationOf($"store{Interlocked.Increment(ref locations)}", port ?? Port);

    /// <summary>Skips the test, with the reason, if the service is not available.</summary>
    public void SkipIfMissing()
    {
        if (Reason is { } why) throw new SkipException(why);
    }

    protected abstract string? Missing();

    protected abstract (string Program, string[] Arguments) CommandFor(int port);

    protected abstract void Prepare();

    protected abstract string LocationOf(string prefix, int port);

    private string? Start()
    {
        if (Missing() is { } missing) return missing;
        Port = FreePort();
        (string program, string[] arguments) = CommandFor(Port);

        // The shell ends the service when this process ends for any reason, because its input is closed then.
        process = new Process
        {
            StartInfo = new ProcessStartInfo("/bin/sh", ["-c", "\"$@\" >/dev/null 2>&1 </dev/null & cat >/dev/null; kill $! 2>/dev/null", "sh", program, .. arguments])
            {
                RedirectStandardInput = true,
            },
        };
        process.Start();
        long started = Stopwatch.GetTimestamp();
        while (!Answers())
        {
            if (Stopwatch.GetElapsedTime(started) > LongestStart) return $"{program} {string.Join(' ', arguments)} did not answer within {LongestStart.TotalSeconds} s.";
            Thread.Sleep(50);
        }

        Prepare();
        return null;
    }

    private bool Answers()
    {
        try
        {
            using var client = new TcpClient();
            client.Connect(IPAddress.Loopback, Port);
            return true;
        }
        catch (SocketException)
        {
            return false;
        }
    }

    private static int FreePort()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        return ((IPEndPoint)listener.LocalEndpoint).Port;
    }
}
