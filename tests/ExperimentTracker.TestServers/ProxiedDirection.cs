using System.Collections.Concurrent;
using System.Diagnostics;
using System.Net.Sockets;

namespace ExperimentTracker.TestServers;

/// <summary>Passes on what one end of a connection sends.</summary>
/// <param name="from">The sender.</param>
/// <param name="to">The receiver.</param>
/// <param name="latency">How much later what arrives now is passed on.</param>
/// <param name="arrived">Told of what arrived, when it does; of nothing at the end. Returns whether it is passed on.</param>
/// <param name="ended">Called when the sender has sent all, and the receiver has got it.</param>
/// <param name="failed">Called when an end is lost.</param>
internal sealed class ProxiedDirection(Socket from, Socket to, Func<TimeSpan> latency, ProxiedDirection.Arrival arrived, Action ended, Action failed)
{
    private const int BufferSize = 64 * 1024;

    // At most 64 MB are under way, which does not limit the throughput at 100 ms.
    private readonly BlockingCollection<(byte[] Bytes, long Due)> underWay = new(1024);
    private int waiting;
    private bool delays;

    public delegate bool Arrival(ReadOnlySpan<byte> bytes);

    public void Start() => NetworkProxy.StartThread("receiving", () => Guard(Receive));

    private void Receive()
    {
        byte[] buffer = new byte[BufferSize];
        int count;
        do
        {
            count = from.Receive(buffer);
            long now = Stopwatch.GetTimestamp();
            if (arrived(buffer.AsSpan(0, count))) PassOn(buffer.AsSpan(0, count), now, latency());
        }
        while (count > 0);
    }

    // Without latency there is no second thread, whose start would take time.
    private void PassOn(ReadOnlySpan<byte> bytes, long now, TimeSpan delay)
    {
        if (delay == TimeSpan.Zero && Volatile.Read(ref waiting) == 0)
        {
            Deliver(bytes);
            return;
        }

        if (!delays) NetworkProxy.StartThread("delaying", () => Guard(DeliverDelayed));
        delays = true;
        Interlocked.Increment(ref waiting);
        underWay.Add((bytes.ToArray(), now + (long)(delay.TotalSeconds * Stopwatch.Frequency)));
    }

    private void DeliverDelayed()
    {
        foreach ((byte[] bytes, long due) in underWay.GetConsumingEnumerable())
        {
            SystemCalls.SleepUntil(due);
            Deliver(bytes);
            Interlocked.Decrement(ref waiting);
            if (bytes.Length == 0) return;
        }
    }

    private void Deliver(ReadOnlySpan<byte> bytes)
    {
        if (bytes.Length == 0)
        {
            to.Shutdown(SocketShutdown.Send);
            ended();
        }

        while (bytes.Length > 0) bytes = bytes[to.Send(bytes)..];
    }

    private void Guard(Action action)
    {
        try
        {
            action();
        }
        catch (Exception e) when (e is SocketException or ObjectDisposedException)
        {
            failed();
        }
    }
}
