using System.Diagnostics;
using System.Net;
using System.Net.Sockets;
using System.Text;

namespace ExperimentTracker.Tests.Web;

/// <summary>Clients that send what is not HTTP, send nothing, or read nothing.</summary>
public sealed class HostileConnectionTests : IDisposable
{
    private readonly DashboardUnderTest dashboard = new(StoreUnderTest.InMemory(), longestWrite: TimeSpan.FromSeconds(1));

    public void Dispose() => dashboard.Dispose();

    [Theory]
    [InlineData("GET / HTTP/1.1\r\nConnection: close\r\n\r\n", 421)]
    [InlineData("GET /\r\n\r\n", 400)]
    [InlineData("GET http://evil.example/ HTTP/1.1\r\nHost: {0}\r\n\r\n", 400)]
    [InlineData("GET / HTTP/2.0\r\nHost: {0}\r\n\r\n", 505)]
    [InlineData("GET / HTTP/1.1\r\nHost: {0}\r\nHost: {0}\r\n\r\n", 400)]
    [InlineData("GET / HTTP/1.1\r\nHost : {0}\r\n\r\n", 400)]
    [InlineData("GET / HTTP/1.1\r\nHost: {0}\r\nA: b\r\n folded\r\n\r\n", 400)]
    [InlineData("GET / HTTP/1.1\r\nHost: {0}\r\nA: b\nEvil: c\r\n\r\n", 400)]
    [InlineData("POST / HTTP/1.1\r\nHost: {0}\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n", 411)]
    [InlineData("POST / HTTP/1.1\r\nHost: {0}\r\nContent-Length: -1\r\n\r\n", 400)]
    [InlineData("POST / HTTP/1.1\r\nHost: {0}\r\nContent-Length: 1\r\nContent-Length: 2\r\n\r\n", 400)]
    [InlineData("POST / HTTP/1.1\r\nHost: {0}\r\nContent-Length: 1048577\r\n\r\n", 413)]
    [InlineData("\u0016\u0003\u0001\u0002\r\n\r\n", 400)]
    public async Task What_is_not_valid_is_refused(string request, int status)
    {
        string reply = await SendAsync(string.Format(System.Globalization.CultureInfo.InvariantCulture, request, $"127.0.0.1:{dashboard.Server.Port}"));
        Assert.StartsWith($"HTTP/1.1 {status} ", reply, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Large_heads_and_addresses_are_refused()
    {
        Assert.StartsWith("HTTP/1.1 414 ", await SendAsync($"GET /{new string('a', 9000)} HTTP/1.1\r\n\r\n"), StringComparison.Ordinal);
        Assert.StartsWith("HTTP/1.1 431 ", await SendAsync($"GET / HTTP/1.1\r\nA: {new string('a', 20_000)}\r\n\r\n"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Requests_in_one_connection_are_answered_in_order()
    {
        string one = $"HEAD /api/store HTTP/1.1\r\nHost: 127.0.0.1:{dashboard.Server.Port}\r\n\r\n";
        string reply = await SendAsync(one + one + one.Replace("Host:", "Connection: close\r\nHost:", StringComparison.Ordinal));
        Assert.Equal(3, reply.Split("HTTP/1.1 403").Length - 1);
    }

    [Fact]
    public async Task Five_hundred_connections_that_send_nothing_leave_the_server_responsive_and_small()
    {
        await dashboard.GetAsync("api/store");
        long before = GC.GetTotalMemory(true);
        var sockets = new List<Socket>();
        try
        {
            for (int i = 0; i < 500; i++) sockets.Add(await ConnectAsync());
            var watch = Stopwatch.StartNew();
            await dashboard.GetAsync("api/store");
            Assert.True(watch.Elapsed < TimeSpan.FromSeconds(2), $"{watch.Elapsed}");
            while (dashboard.Server.Connections < 500) await Task.Delay(20);

            // A buffer for the head of each, and little else.
            Assert.InRange(GC.GetTotalMemory(true) - before, long.MinValue, 500 * 40_000);
        }
        finally
        {
            sockets.ForEach(socket => socket.Dispose());
        }

        while (dashboard.Server.Connections > 2) await Task.Delay(20);
    }

    [Fact]
    public async Task More_connections_than_the_limit_are_closed()
    {
        var sockets = new List<Socket>();
        try
        {
            for (int i = 0; i < 1000; i++) sockets.Add(await ConnectAsync());
            while (dashboard.Server.Connections < 1000) await Task.Delay(20);
            await Assert.ThrowsAnyAsync<SocketException>(async () =>
            {
                using Socket refused = await ConnectAsync();
                if (await refused.ReceiveAsync(new byte[1]) == 0) throw new SocketException((int)SocketError.ConnectionReset);
            });
        }
        finally
        {
            sockets.ForEach(socket => socket.Dispose());
        }
    }

    [Fact]
    public async Task A_reader_that_reads_nothing_is_disconnected()
    {
        Run run = dashboard.Store.NewRun();
        dashboard.Store.Log(run, "x", [.. Enumerable.Range(0, 20_000).Select(i => i / 7.0)]);
        string body = $"{{\"points\":20000,\"series\":[{string.Join(',', Enumerable.Repeat($"{{\"run\":\"{run.Id}\",\"metric\":\"x\"}}", 100))}]}}";
        using Socket slow = await ConnectAsync();
        slow.ReceiveBufferSize = 4096;
        string head = $"POST /api/curves HTTP/1.1\r\nHost: 127.0.0.1:{dashboard.Server.Port}\r\nAuthorization: Bearer {DashboardUnderTest.Token}\r\nContent-Type: application/json\r\nContent-Length: {body.Length}\r\n\r\n";
        await slow.SendAsync(Encoding.ASCII.GetBytes(head + body));
        while (dashboard.Server.Connections == 0) await Task.Delay(20);
        var watch = Stopwatch.StartNew();
        while (dashboard.Server.Connections > 0 && watch.Elapsed < TimeSpan.FromSeconds(30)) await Task.Delay(50);
        Assert.Equal(0, dashboard.Server.Connections);
    }

    [Fact]
    public async Task A_server_that_was_disposed_listens_no_more()
    {
        int port = dashboard.Server.Port;
        dashboard.Server.Dispose();
        await Assert.ThrowsAsync<SocketException>(() => ConnectAsync(port));
    }

    private Task<Socket> ConnectAsync() => ConnectAsync(dashboard.Server.Port);

    private static async Task<Socket> ConnectAsync(int port)
    {
        var socket = new Socket(SocketType.Stream, ProtocolType.Tcp);
        await socket.ConnectAsync(new IPEndPoint(IPAddress.Loopback, port));
        return socket;
    }

    private async Task<string> SendAsync(string text)
    {
        using Socket socket = await ConnectAsync();
        await socket.SendAsync(Encoding.Latin1.GetBytes(text));
        var received = new StringBuilder();
        byte[] buffer = new byte[4096];
        while (await socket.ReceiveAsync(buffer) is var read and > 0) received.Append(Encoding.UTF8.GetString(buffer, 0, read));
        return received.ToString();
    }
}
