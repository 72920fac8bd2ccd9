using System.Buffers.Binary;
using System.Text;
using ExperimentTracker.Interop.Reading;

namespace ExperimentTracker.Interop.Protobuf;

/// <summary>
/// Reads the fields of a message in the wire format of Protocol Buffers (protobuf.dev/programming-guides/encoding), without generated code: the caller knows
/// the numbers of the fields that it wants. It allocates nothing.
/// </summary>
/// <param name="message">The bytes of the message.</param>
internal ref struct ProtoReader(ReadOnlySpan<byte> message)
{
    private const int LongestVarint = 10;
    private readonly ReadOnlySpan<byte> message = message;
    private int wireType;

    /// <summary>The number of the field that <see cref="Next"/> came to.</summary>
    public int Field { get; private set; }

    /// <summary>The place in the message: after <see cref="Bytes"/>, the end of them.</summary>
    public int Position { get; private set; }

    /// <summary>Goes to the next field. The value of the field before must have been read or skipped.</summary>
    /// <returns>Whether there is one.</returns>
    /// <exception cref="ByteFormatException">There is no field there.</exception>
    public bool Next()
    {
        if (Position >= message.Length) return false;
        ulong tag = Varint();
        (Field, wireType) = ((int)(tag >> 3), (int)(tag & 7));
        return tag is >= 8 and <= uint.MaxValue ? true : throw new ByteFormatException("a message has a field without a number");
    }

    /// <summary>An integer or a Boolean.</summary>
    public long Int64() => wireType == 0 ? (long)Varint() : throw Unexpected();

    /// <summary>A floating-point number of 64 bits.</summary>
    public double Double() => wireType == 1 ? BinaryPrimitives.ReadDoubleLittleEndian(Take(8)) : throw Unexpected();

    /// <summary>A floating-point number of 32 bits.</summary>
    public float Single() => wireType == 5 ? BinaryPrimitives.ReadSingleLittleEndian(Take(4)) : throw Unexpected();

    /// <summary>Bytes, or an embedded message.</summary>
    public ReadOnlySpan<byte> Bytes()
    {
        if (wireType != 2) throw Unexpected();
        ulong length = Varint();
        return length <= (ulong)(message.Length - Position) ? Take((int)length) : throw new ByteFormatException("a field is longer than its message");
    }

    /// <summary>A string; bytes that are not UTF-8 become U+FFFD.</summary>
    public string String() => Encoding.UTF8.GetString(Bytes());

    /// <summary>Whether the field is bytes: for a repeated field of numbers, several packed ones.</summary>
    public readonly bool IsPacked => wireType == 2;

    /// <summary>Floating-point numbers of a repeated field, packed or one.</summary>
    public void Doubles(List<double> into)
    {
        if (!IsPacked) into.Add(Double());
        else
        {
            for (ReadOnlySpan<byte> packed = Bytes(); packed.Length >= 8; packed = packed[8..]) into.Add(BinaryPrimitives.ReadDoubleLittleEndian(packed));
        }
    }

    /// <summary>Skips the value.</summary>
    public void Skip()
    {
        switch (wireType)
        {
            case 0: Varint(); break;
            case 1: Take(8); break;
            case 2: Bytes(); break;
            case 5: Take(4); break;
            default: throw Unexpected();
        }
    }

    private ReadOnlySpan<byte> Take(int length)
    {
        if (length > message.Length - Position) throw new ByteFormatException("a message ends within a field");
        ReadOnlySpan<byte> taken = message.Slice(Position, length);
        Position += length;
        return taken;
    }

    private ulong Varint()
    {
        int place = Position;
        ulong value = Varint(message, ref place);
        Position = place;
        return value;
    }

    /// <summary>Reads an integer of variable length from packed ones.</summary>
    /// <exception cref="ByteFormatException">There is none.</exception>
    public static ulong Varint(ReadOnlySpan<byte> bytes, ref int place)
    {
        ulong value = 0;
        for (int i = 0; i < LongestVarint && place < bytes.Length; i++)
        {
            byte part = bytes[place++];
            value |= (ulong)(part & 0x7F) << (7 * i);
            if (part < 0x80) return value;
        }

        throw new ByteFormatException("a message ends within a number");
    }

    private readonly ByteFormatException Unexpected() => new($"the field {Field} of a message has another type");
}
