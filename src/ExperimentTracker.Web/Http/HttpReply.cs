using System.Text;

namespace ExperimentTracker.Web.Http;

/// <summary>The answer to a request: bytes, or a function that writes them to the connection.</summary>
internal sealed class HttpReply
{
    /// <summary>The status code of HTTP.</summary>
    public int Status { get; init; } = 200;

    /// <summary>The headers besides those of the connection and of the content's length. A later one replaces an earlier one of the same name.</summary>
    public Dictionary<string, string> Headers { get; } = new(StringComparer.OrdinalIgnoreCase);

    /// <summary>The bytes of the content.</summary>
    public ReadOnlyMemory<byte> Content { get; init; }

    /// <summary>Writes the content, instead of <see cref="Content"/>.</summary>
    public Func<ReplyWriter, Task>? Write { get; init; }

    /// <summary>The number of bytes that <see cref="Write"/> writes; <see langword="null"/> if it is unknown: then the end of the connection is the end of the content.</summary>
    public long? Length { get; init; }

    /// <summary>A plain text.</summary>
    public static HttpReply Text(int status, string text) => Bytes(status, "text/plain; charset=utf-8", Encoding.UTF8.GetBytes(text));

    /// <summary>Bytes of a media type.</summary>
    public static HttpReply Bytes(int status, string mediaType, ReadOnlyMemory<byte> content) => new HttpReply { Status = status, Content = content }.With("Content-Type", mediaType);

    /// <summary>Adds a header.</summary>
    public HttpReply With(string name, string value)
    {
        Headers[name] = value;
        return this;
    }
}
