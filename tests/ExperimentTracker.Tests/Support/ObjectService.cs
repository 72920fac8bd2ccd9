using System.Diagnostics;
using System.Net;
using System.Net.Sockets;

namespace ExperimentTracker.Tests.Support;

/// <summary>
/// An emulator of an object store that the tests start when they first need it: one of each kind in a test process, which ends with it. Where it is missing,
/// <see cref="Obstacle"/> says what to install.
/// </summary>
public abstract class ObjectService
{
    // A slow machine that runs other tests needs some seconds for Python or Node.
    private static readonly TimeSpan LongestStart = TimeSpan.FromSeconds(60);

    private readonly Lazy<string?> obstacle;
    private readonly Lazy<int> port;
    private int locations;

    // If it were collected as garbage, its input would be closed.
    private Process? process;

    protected ObjectService() => (obstacle, port) = (new Lazy<string?>(Missing), new Lazy<int>(Start));

    /// <summary>Why the service cannot run here, or <see langword="null"/>.</summary>
    public string? Obstacle => obstacle.Value;

    /// <summary>The port at which it listens, on the loopback address.</summary>
    public int Port => port.Value;

    /// <summary>Returns a location that no other test uses.</summary>
    /// <param name="port">The port of a proxy in front of the service; by default the service's own.</param>
    public string NewLocation(int? port = null) => LocationOf($"store{Interlocked.Increment(ref locations)}", port ?? Port);

    protected abstract string? Missing();

    protected abstract (string Program, string[] Arguments) CommandFor(int port);

    protected abstract void Prepare(int port);

    protected abstract string LocationOf(string prefix, int port);

    private int Start()
    {
        int number = FreePort.Find();
        (string program, string[] arguments) = CommandFor(number);

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
        while (!Answers(number))
        {
            Assert.True(Stopwatch.GetElapsedTime(started) < LongestStart, $"{program} {string.Join(' ', arguments)} did not answer within {LongestStart.TotalSeconds} s.");
            Thread.Sleep(50);
        }

        Prepare(number);
        return number;
    }

    private static bool Answers(int port)
    {
        try
        {
            using var client = new TcpClient();
            client.Connect(IPAddress.Loopback, port);
            return true;
        }
        catch (SocketException)
        {
            return false;
        }
    }
}
