using System.Buffers;
using System.Net.Sockets;
using System.Text;

namespace ExperimentTracker.Web.Http;

/// <summary>One connection: reads requests, one after the other, and writes their answers.</summary>
internal sealed class HttpConnection(Socket socket, HttpLimits limits, IHttpHandler handler, CancellationToken stopping)
{
    private const int UploadBlock = 128 * 1024;

    private readonly byte[] buffer = ArrayPool<byte>.Shared.Rent(RequestHead.Largest);
    private int received;

    /// <summary>Serves the connection until the client or the server closes it.</summary>
    public async Task ServeAsync()
    {
        using var writer = new ReplyWriter(socket, limits.LongestWrite, stopping);
        try
        {
            while (await ServeOneAsync(writer).ConfigureAwait(false))
            {
                // The next request.
            }
        }
        catch (Exception)
        {
            // The client is gone or reads nothing, the server stops, or the content cannot be read. An answer that is not complete must not look complete.
            socket.Close(0);
        }
        finally
        {
            socket.Dispose();
            ArrayPool<byte>.Shared.Return(buffer);
        }
    }

    // Whether the connection can have another request.
    private async Task<bool> ServeOneAsync(ReplyWriter writer)
    {
        HttpRequest? request = null;
        HttpReply? reply;
        bool isRefused;
        try
        {
            (request, reply) = await ReadAsync(writer).ConfigureAwait(false);
            if (request is null) return false;
            isRefused = reply is not null;
            reply ??= await handler.AnswerAsync(request, stopping).ConfigureAwait(false);
        }
        catch (OperationCanceledException) when (request is null && received == 0)
        {
            // The client has kept the connection and sends nothing more.
            return false;
        }
        catch (HttpProblem problem) when (request is null)
        {
            // What follows in the connection cannot be understood.
            await WriteAsync(writer, HttpReply.Text(problem.Status, problem.Message), isHead: false, keepAlive: false).ConfigureAwait(false);
            await CloseAsync().ConfigureAwait(false);
            return false;
        }
        finally
        {
            request?.Dispose();
        }

        // The body of a request that is refused is not received, and what follows in the connection is not a request.
        bool keepAlive = request.KeepAlive && !isRefused && (reply.Write is null || reply.Length is not null) && !stopping.IsCancellationRequested;
        await WriteAsync(writer, reply, request.Method == "HEAD", keepAlive).ConfigureAwait(false);
        if (!keepAlive) await CloseAsync().ConfigureAwait(false);
        return keepAlive;
    }

    private static async Task WriteAsync(ReplyWriter writer, HttpReply reply, bool isHead, bool keepAlive)
    {
        var head = new StringBuilder().Append(CultureInfo.InvariantCulture, $"HTTP/1.1 {reply.Status} {ReasonOf(reply.Status)}\r\n");
        foreach ((string name, string value) in reply.Headers) head.Append(name).Append(": ").Append(value).Append("\r\n");
        long? length = reply.Write is null ? reply.Content.Length : reply.Length;
        if (length is { } known && reply.Status != 304) head.Append(CultureInfo.InvariantCulture, $"Content-Length: {known}\r\n");
        head.Append(keepAlive ? "Connection: keep-alive\r\n\r\n" : "Connection: close\r\n\r\n");
        await writer.WriteAsync(Encoding.Latin1.GetBytes(head.ToString())).ConfigureAwait(false);
        if (isHead) return;
        if (reply.Write is { } write) await write(writer).ConfigureAwait(false);
        else await writer.WriteAsync(reply.Content).ConfigureAwait(false);
    }

    // Returns no request when the client closes the connection instead of sending one, and an answer when the body is refused.
    private async Task<(HttpRequest? Request, HttpReply? Refusal)> ReadAsync(ReplyWriter writer)
    {
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(stopping);
        limit.CancelAfter(limits.LongestRequest);
        int end;
        while ((end = RequestHead.EndOf(buffer.AsSpan(0, received))) == 0)
        {
            if (received >= RequestHead.Largest) throw new HttpProblem(431, "HeadersTooLarge", $"The head of a request has at most {RequestHead.Largest} bytes.");
            int read = await socket.ReceiveAsync(buffer.AsMemory(received, RequestHead.Largest - received), SocketFlags.None, limit.Token).ConfigureAwait(false);
            if (read == 0) return (null, null);
            received += read;
        }

        HttpRequest request = RequestHead.Parse(buffer.AsSpan(0, end));
        if (request.BodyLength > limits.LargestBody && handler.RefuseUpload(request) is { } refusal) return (request, refusal);
        int have = (int)Math.Min(received - end, request.BodyLength);
        if (have < request.BodyLength && request.Header("Expect")?.Equals("100-continue", StringComparison.OrdinalIgnoreCase) is true)
            await writer.WriteAsync("HTTP/1.1 100 Continue\r\n\r\n"u8.ToArray()).ConfigureAwait(false);
        ReadOnlyMemory<byte> begun = buffer.AsMemory(end, have);
        if (request.BodyLength > limits.LargestBody) request.Upload = await ReadUploadAsync(begun, request.BodyLength, limit).ConfigureAwait(false);
        else if (request.BodyLength > 0) request.Body = await ReadBodyAsync(begun, (int)request.BodyLength, limit.Token).ConfigureAwait(false);
        int used = end + have;
        buffer.AsSpan(used, received - used).CopyTo(buffer);
        received -= used;
        return (request, null);
    }

    private async Task<byte[]> ReadBodyAsync(ReadOnlyMemory<byte> begun, int length, CancellationToken cancellation)
    {
        byte[] body = new byte[length];
        begun.CopyTo(body);
        for (int have = begun.Length; have < length;) have += await ReceiveAsync(body.AsMemory(have), cancellation).ConfigureAwait(false);
        return body;
    }

    private async Task<UploadFile> ReadUploadAsync(ReadOnlyMemory<byte> begun, long length, CancellationTokenSource limit)
    {
        byte[] block = ArrayPool<byte>.Shared.Rent(UploadBlock);
        var upload = new UploadFile();
        try
        {
            await upload.WriteAsync(begun, limit.Token).ConfigureAwait(false);
            for (long left = length - begun.Length; left > 0;)
            {
                limit.CancelAfter(limits.LongestRequest);
                int read = await ReceiveAsync(block.AsMemory(0, (int)Math.Min(left, block.Length)), limit.Token).ConfigureAwait(false);
                await upload.WriteAsync(block.AsMemory(0, read), limit.Token).ConfigureAwait(false);
                left -= read;
            }

            await upload.FlushAsync(limit.Token).ConfigureAwait(false);
            return upload;
        }
        catch
        {
            upload.Dispose();
            throw;
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(block);
        }
    }

    private async Task<int> ReceiveAsync(Memory<byte> block, CancellationToken cancellation) =>
        await socket.ReceiveAsync(block, SocketFlags.None, cancellation).ConfigureAwait(false) is var read and > 0
            ? read : throw new IOException("The client closed the connection within a request.");

    // Closing a socket that has unread data would discard the answer on its way to the client.
    private async Task CloseAsync()
    {
        socket.Shutdown(SocketShutdown.Send);
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(stopping);
        limit.CancelAfter(limits.LongestClose);
        long left = limits.MostDiscarded;
        while (left > 0)
        {
            int read = await socket.ReceiveAsync(buffer, SocketFlags.None, limit.Token).ConfigureAwait(false);
            if (read == 0) return;
            left -= read;
        }
    }

    private static string ReasonOf(int status) => status switch
    {
        200 => "OK",
        206 => "Partial Content",
        303 => "See Other",
        304 => "Not Modified",
        400 => "Bad Request",
        401 => "Unauthorized",
        403 => "Forbidden",
        404 => "Not Found",
        405 => "Method Not Allowed",
        409 => "Conflict",
        411 => "Length Required",
        413 => "Content Too Large",
        414 => "URI Too Long",
        415 => "Unsupported Media Type",
        416 => "Range Not Satisfiable",
        421 => "Misdirected Request",
        431 => "Request Header Fields Too Large",
        501 => "Not Implemented",
        503 => "Service Unavailable",
        505 => "HTTP Version Not Supported",
        _ => "Internal Server Error",
    };
}
