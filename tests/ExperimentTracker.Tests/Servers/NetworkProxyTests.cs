using System.Diagnostics;
using System.Net;
using System.Net.Sockets;

namespace ExperimentTracker.Tests.Servers;

public sealed class NetworkProxyTests : IDisposable
{
    private readonly EchoServer server = new();
    private readonly NetworkProxy proxy;

    public NetworkProxyTests() => proxy = new(server.Port);

    [Fact]
    public void Counts_connections_bytes_and_round_trips()
    {
        using Socket one = Connect(), two = Connect();

        // The system connects a client before the proxy accepts it.
        SpinWait.SpinUntil(() => proxy.Traffic.Connections == 2, TimeSpan.FromSeconds(30));
        for (int i = 1; i <= 3; i++) Echo(one, 10 * i);
        NetworkTraffic before = proxy.Traffic;
        Assert.Equal(new(2, 3, 60, 60), before);
        Echo(two, 5);
        Assert.Equal(new(0, 1, 5, 5), proxy.Traffic - before);
    }

    [Fact]
    public void What_is_sent_before_the_answer_is_the_same_round_trip()
    {
        using Socket client = Connect();
        proxy.Latency = TimeSpan.FromMilliseconds(20);
        client.Send(new byte[3]);
        SpinWait.SpinUntil(() => proxy.Traffic.BytesToServer == 3);
        client.Send(new byte[4]);
        Receive(client, 7);
        Assert.Equal(new(1, 1, 7, 7), proxy.Traffic);
    }

    [Fact]
    public void What_is_sent_arrives_as_late_as_it_is_told()
    {
        using Socket client = Connect();
        using Socket direct = Open(server.Port);
        Echo(client, 1);
        Echo(direct, 1);
        double without = Enumerable.Range(0, 40).Min(_ => RoundTrip(direct));
        foreach (int milliseconds in new[] { 0, 1, 5, 10, 0 })
        {
            proxy.Latency = TimeSpan.FromMilliseconds(milliseconds);
            double least = 2 * milliseconds, fastest = double.MaxValue;
            // Never too early; and at some time in time, because the machine can be busy for most of it.
            bool isInTime = SpinWait.SpinUntil(() =>
            {
                fastest = Math.Min(fastest, RoundTrip(client));
                return fastest < least || fastest <= least + without + 0.9;
            }, TimeSpan.FromSeconds(60));
            Assert.True(fastest >= least, $"{fastest} ms is too early for {least} ms");
            Assert.True(isInTime, $"{fastest} ms is too late for {least} ms; {without} ms without a proxy");
        }
    }

    [Fact]
    public async Task Latency_limits_no_throughput_and_keeps_the_order()
    {
        using Socket client = Connect();
        proxy.Latency = TimeSpan.FromMilliseconds(20);
        byte[] sent = new byte[8_000_000];
        Random.Shared.NextBytes(sent);
        long started = Stopwatch.GetTimestamp();
        var sending = Task.Run(() => client.Send(sent));
        Assert.Equal(sent, Receive(client, sent.Length));
        Assert.Equal(sent.Length, await sending);
        // One after the other, the 123 blocks of 64 KB would take 2.5 s each way.
        Assert.InRange(Stopwatch.GetElapsedTime(started).TotalSeconds, 0.04, 2.4);
    }

    [Fact]
    public void The_end_of_what_a_client_sends_arrives_after_it()
    {
        using Socket client = Connect();
        proxy.Latency = TimeSpan.FromMilliseconds(5);
        client.Send(new byte[100]);
        client.Shutdown(SocketShutdown.Send);
        Receive(client, 100);
        Assert.Equal(0, client.Receive(new byte[1]));
        Assert.True(SpinWait.SpinUntil(() => proxy.OpenConnections == 0, TimeSpan.FromSeconds(30)));
    }

    [Fact]
    public void A_cut_connection_is_reset_and_others_can_be_opened()
    {
        using Socket client = Connect();
        Echo(client, 1);
        proxy.Cut();
        Assert.Equal(SocketError.ConnectionReset, Assert.Throws<SocketException>(() => client.Receive(new byte[1])).SocketErrorCode);
        using Socket next = Connect();
        Echo(next, 1);
    }

    [Fact]
    public void An_answer_is_lost_after_the_server_has_got_the_request()
    {
        using Socket client = Connect(), other = Connect();
        proxy.LoseAnswerTo("COMMIT");
        Echo(client, 3);
        client.Send("...COMMIT;"u8);
        Assert.Equal(SocketError.ConnectionReset, Assert.Throws<SocketException>(() => client.Receive(new byte[10])).SocketErrorCode);
        Assert.Equal(13, server.Received);
        other.Send("COMMIT"u8);
        Receive(other, 6);
    }

    [Fact]
    public void A_connection_of_which_everything_is_lost_stays_open()
    {
        using Socket client = Connect();
        Echo(client, 1);
        proxy.Swallow();
        using Socket during = Connect();
        Assert.True(SpinWait.SpinUntil(() => proxy.OpenConnections == 2, TimeSpan.FromSeconds(30)));
        client.Send(new byte[5]);
        during.Send(new byte[5]);
        proxy.Pass();
        using Socket after = Connect();
        Echo(after, 7);
        Assert.Equal(8, server.Received);
        // Neither an answer nor an end has arrived.
        Assert.All([client, during], dead => Assert.False(dead.Poll(0, SelectMode.SelectRead)));
    }

    [Fact]
    public void Connections_are_refused_until_they_are_passed_on_again()
    {
        using Socket client = Connect();
        Echo(client, 1);
        proxy.Refuse();
        Assert.Equal(SocketError.ConnectionRefused, Assert.Throws<SocketException>(Connect).SocketErrorCode);
        Echo(client, 1);
        proxy.Pass();
        using Socket next = Connect();
        Echo(next, 1);
    }

    public void Dispose()
    {
        proxy.Dispose();
        server.Dispose();
    }

    private Socket Connect() => Open(proxy.Port);

    private static Socket Open(int port)
    {
        var socket = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp) { NoDelay = true, ReceiveTimeout = 30_000 };
        socket.Connect(new IPEndPoint(IPAddress.Loopback, port));
        return socket;
    }

    private static double RoundTrip(Socket socket)
    {
        long started = Stopwatch.GetTimestamp();
        Echo(socket, 1);
        return Stopwatch.GetElapsedTime(started).TotalMilliseconds;
    }

    private static void Echo(Socket socket, int size)
    {
        socket.Send(new byte[size]);
        Receive(socket, size);
    }

    private static byte[] Receive(Socket socket, int size)
    {
        byte[] buffer = new byte[size];
        for (int filled = 0; filled < size;)
        {
            int count = socket.Receive(buffer.AsSpan(filled));
            Assert.NotEqual(0, count);
            filled += count;
        }

        return buffer;
    }
}
