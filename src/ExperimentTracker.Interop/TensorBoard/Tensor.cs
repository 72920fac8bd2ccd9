using System.Buffers.Binary;
using ExperimentTracker.Interop.Protobuf;

namespace ExperimentTracker.Interop.TensorBoard;

/// <summary>
/// The numbers or strings of a tensor (TensorFlow's <c>tensor.proto</c> and <c>types.proto</c>): as raw bytes, or in the repeated field of their type, where the last
/// element stands for all that follow. Only what summaries contain is read: small tensors.
/// </summary>
internal sealed class Tensor
{
    /// <summary>The most elements that are read: more than a histogram has.</summary>
    private const int MaxElements = 1 << 20;

    private long elements = 1;
    private int type;

    /// <summary>Reads a tensor.</summary>
    public Tensor(ReadOnlySpan<byte> message)
    {
        var reader = new ProtoReader(message);
        ReadOnlySpan<byte> content = default;
        while (reader.Next())
        {
            switch (reader.Field)
            {
                case 1: type = (int)reader.Int64(); break;
                case 2: ReadShape(reader.Bytes()); break;
                case 4: content = reader.Bytes(); break;
                case 8:
                    ReadOnlySpan<byte> text = reader.Bytes();
                    Strings.Add((reader.Position - text.Length, text.Length));
                    break;
                case 5 or 6 or 7 or 10 or 11 or 13 or 16 or 17: ReadNumbers(ref reader); break;
                default: reader.Skip(); break;
            }
        }

        if (content.Length > 0 && Numbers.Count == 0) ReadContent(content);
        if (elements is > 1 and <= MaxElements && Numbers.Count > 0)
        {
            while (Numbers.Count < elements) Numbers.Add(Numbers[^1]);
        }
    }

    /// <summary>The numbers, row by row.</summary>
    public List<double> Numbers { get; } = [];

    /// <summary>The places of the strings within the message, with their lengths.</summary>
    public List<(int Offset, int Length)> Strings { get; } = [];

    private void ReadShape(ReadOnlySpan<byte> shape)
    {
        var reader = new ProtoReader(shape);
        while (reader.Next())
        {
            if (reader.Field != 2)
            {
                reader.Skip();
                continue;
            }

            var dimension = new ProtoReader(reader.Bytes());
            while (dimension.Next())
            {
                if (dimension.Field == 1) elements = Math.Clamp(dimension.Int64(), 0, MaxElements + 1) * Math.Min(elements, MaxElements + 1);
                else dimension.Skip();
            }
        }
    }

    // One element, or many in one field: each type has its own field, packed or not.
    private void ReadNumbers(ref ProtoReader reader)
    {
        int field = reader.Field;
        if (!reader.IsPacked)
        {
            Numbers.Add(field == 5 ? reader.Single() : field == 6 ? reader.Double() : FromInteger(reader.Int64()));
            return;
        }

        ReadOnlySpan<byte> packed = reader.Bytes();
        switch (field)
        {
            case 5:
                for (; packed.Length >= 4 && Numbers.Count < MaxElements; packed = packed[4..]) Numbers.Add(BinaryPrimitives.ReadSingleLittleEndian(packed));
                break;
            case 6:
                for (; packed.Length >= 8 && Numbers.Count < MaxElements; packed = packed[8..]) Numbers.Add(BinaryPrimitives.ReadDoubleLittleEndian(packed));
                break;
            default:
                for (int place = 0; place < packed.Length && Numbers.Count < MaxElements;) Numbers.Add(FromInteger((long)ProtoReader.Varint(packed, ref place)));
                break;
        }
    }

    // Numbers of 16 bits are the bits of an integer.
    private double FromInteger(long value) => type switch
    {
        19 => (double)BitConverter.UInt16BitsToHalf((ushort)value),
        14 => BitConverter.UInt32BitsToSingle((uint)value << 16),
        23 => (ulong)value,
        _ => value,
    };

    private void ReadContent(ReadOnlySpan<byte> content)
    {
        int size = type switch { 1 or 3 or 22 => 4, 2 or 9 or 23 => 8, 5 or 14 or 17 or 19 => 2, 4 or 6 or 10 => 1, _ => 0 };
        for (; size > 0 && content.Length >= size && Numbers.Count < MaxElements; content = content[size..])
        {
            Numbers.Add(type switch
            {
                1 => BinaryPrimitives.ReadSingleLittleEndian(content),
                2 => BinaryPrimitives.ReadDoubleLittleEndian(content),
                3 => BinaryPrimitives.ReadInt32LittleEndian(content),
                5 => BinaryPrimitives.ReadInt16LittleEndian(content),
                6 => (sbyte)content[0],
                9 or 23 => FromInteger(BinaryPrimitives.ReadInt64LittleEndian(content)),
                14 or 19 => FromInteger(BinaryPrimitives.ReadUInt16LittleEndian(content)),
                17 => BinaryPrimitives.ReadUInt16LittleEndian(content),
                22 => BinaryPrimitives.ReadUInt32LittleEndian(content),
                _ => content[0],
            });
        }
    }
}
