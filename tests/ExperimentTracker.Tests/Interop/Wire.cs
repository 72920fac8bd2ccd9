using System.Text;

namespace ExperimentTracker.Tests.Interop;

/// <summary>Reads and writes messages of Protocol Buffers, independent of the reader that is tested.</summary>
internal static class Wire
{
    /// <summary>The fields of a message: a <see cref="ulong"/> for an integer or a fixed number, bytes for the rest.</summary>
    public static ILookup<int, object> Fields(byte[] message)
    {
        var fields = new List<(int Number, object Value)>();
        for (int at = 0; at < message.Length;)
        {
            ulong tag = Number(message, ref at);
            object value;
            switch (tag & 7)
            {
                case 0: value = Number(message, ref at); break;
                case 1:
                    value = BitConverter.ToUInt64(message, at);
                    at += 8;
                    break;
                case 5:
                    value = (ulong)BitConverter.ToUInt32(message, at);
                    at += 4;
                    break;
                default:
                    int length = (int)Number(message, ref at);
                    value = message[at..(at + length)];
                    at += length;
                    break;
            }

            fields.Add(((int)(tag >> 3), value));
        }

        return fields.ToLookup(f => f.Number, f => f.Value);
    }

    public static string Text(ILookup<int, object> fields, int number) => Encoding.UTF8.GetString((byte[]?)fields[number].LastOrDefault() ?? []);

    public static double Double(ILookup<int, object> fields, int number) => BitConverter.UInt64BitsToDouble((ulong)(fields[number].LastOrDefault() ?? 0UL));

    public static long Integer(ILookup<int, object> fields, int number) => (long)(ulong)(fields[number].LastOrDefault() ?? 0UL);

    public static byte[] Message(params byte[][] fields) => [.. fields.SelectMany(f => f)];

    public static byte[] Field(int number, string value) => Field(number, Encoding.UTF8.GetBytes(value));

    public static byte[] Field(int number, byte[] value) => [.. Varint(((ulong)number << 3) | 2), .. Varint((ulong)value.Length), .. value];

    public static byte[] Field(int number, long value) => [.. Varint((ulong)number << 3), .. Varint((ulong)value)];

    public static byte[] Field(int number, double value) => [.. Varint(((ulong)number << 3) | 1), .. BitConverter.GetBytes(value)];

    public static byte[] Field(int number, float value) => [.. Varint(((ulong)number << 3) | 5), .. BitConverter.GetBytes(value)];

    private static ulong Number(byte[] message, ref int at)
    {
        ulong value = 0;
        for (int shift = 0; ; shift += 7)
        {
            byte part = message[at++];
            value |= (ulong)(part & 0x7F) << shift;
            if (part < 0x80) return value;
        }
    }

    private static IEnumerable<byte> Varint(ulong value)
    {
        for (; value >= 0x80; value >>= 7) yield return (byte)(value | 0x80);
        yield return (byte)value;
    }
}
