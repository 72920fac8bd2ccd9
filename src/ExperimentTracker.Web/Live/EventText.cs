using System.Buffers;
using System.Text;
using System.Text.Json;
using ExperimentTracker.Web.Json;

namespace ExperimentTracker.Web.Live;

/// <summary>Events as the protocol of server-sent events writes them.</summary>
internal static class EventText
{
    /// <summary>A sign of life. A comment would not reach the script of the page, which takes silence for a lost connection.</summary>
    public static readonly byte[] Ping = "event: ping\ndata: {}\n\n"u8.ToArray();

    /// <summary>What begins a stream of events: the time until a browser connects again, in milliseconds.</summary>
    public static readonly byte[] Opening = "retry: 1000\n\n"u8.ToArray();

    /// <summary>An event with an object. Its JSON has no line ends.</summary>
    public static ReadOnlyMemory<byte> Of(string name, Action<Utf8JsonWriter> write)
    {
        ReadOnlySpan<byte> data = ApiJson.Object(write).Span;
        var buffer = new ArrayBufferWriter<byte>(data.Length + name.Length + 32);
        buffer.Write(Encoding.ASCII.GetBytes($"event: {name}\ndata: "));
        buffer.Write(data);
        buffer.Write("\n\n"u8);
        return buffer.WrittenMemory;
    }
}
