using System.Buffers;
using System.Buffers.Binary;
using System.Text;

namespace ExperimentTracker.Interop.Protobuf;

/// <summary>A message of Protocol Buffers that is being written: fields in the order of the calls, each by its number (protobuf.dev/programming-guides/encoding).</summary>
internal sealed class ProtoMessage
{
    private const int Varint = 0;
    private const int Fixed64 = 1;
    private const int Bytes = 2;
    private const int Fixed32 = 5;
    private readonly ArrayBufferWriter<byte> output = new();

    /// <summary>The bytes of the message so far.</summary>
    public ReadOnlySpan<byte> Written => output.WrittenSpan;

    /// <summary>Writes an integer or an enumeration; also 0, which a reader takes as the default anyway.</summary>
    public ProtoMessage Integer(int field, long value)
    {
        Tag(field, Varint);
        WriteVarint((ulong)value);
        return this;
    }

    /// <summary>Writes a double.</summary>
    public ProtoMessage Real(int field, double value)
    {
        Tag(field, Fixed64);
        BinaryPrimitives.WriteDoubleLittleEndian(output.GetSpan(8), value);
        output.Advance(8);
        return this;
    }

    /// <summary>Writes a float.</summary>
    public ProtoMessage Single(int field, float value)
    {
        Tag(field, Fixed32);
        BinaryPrimitives.WriteSingleLittleEndian(output.GetSpan(4), value);
        output.Advance(4);
        return this;
    }

    /// <summary>Writes doubles as one packed field.</summary>
    public ProtoMessage Reals(int field, IReadOnlyCollection<double> values)
    {
        Tag(field, Bytes);
        WriteVarint((ulong)values.Count * 8);
        foreach (double value in values)
        {
            BinaryPrimitives.WriteDoubleLittleEndian(output.GetSpan(8), value);
            output.Advance(8);
        }

        return this;
    }

    /// <summary>Writes a text as UTF-8.</summary>
    public ProtoMessage Text(int field, string value) => Content(field, Encoding.UTF8.GetBytes(value));

    /// <summary>Writes bytes.</summary>
    public ProtoMessage Content(int field, ReadOnlySpan<byte> value)
    {
        Tag(field, Bytes);
        WriteVarint((ulong)value.Length);
        output.Write(value);
        return this;
    }

    /// <summary>Writes a message in this one.</summary>
    public ProtoMessage Message(int field, ProtoMessage message) => Content(field, message.Written);

    private void Tag(int field, int type) => WriteVarint((ulong)((field << 3) | type));

    private void WriteVarint(ulong value)
    {
        Span<byte> bytes = output.GetSpan(10);
        int length = 0;
        for (; value >= 0x80; value >>= 7) bytes[length++] = (byte)(value | 0x80);
        bytes[length++] = (byte)value;
        output.Advance(length);
    }
}
