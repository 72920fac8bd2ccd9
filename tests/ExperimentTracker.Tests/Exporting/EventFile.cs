using System.Buffers.Binary;
using System.Text;

namespace ExperimentTracker.Tests.Exporting;

/// <summary>Reads event files, by the descriptions of TFRecord and of Protocol Buffers: the checksums bit by bit, and the fields by their numbers.</summary>
internal static class EventFile
{
    /// <summary>A message: the values of each field. A number is a ulong or a uint, everything else bytes.</summary>
    internal sealed record Message(ILookup<int, object> Fields)
    {
        public Message Sub(int field) => Parse((byte[])Fields[field].Single());

        public string Text(int field) => Encoding.UTF8.GetString((byte[])Fields[field].Single());

        public long Integer(int field) => (long)(ulong)Fields[field].SingleOrDefault(0UL);

        public double Real(int field) => BitConverter.UInt64BitsToDouble((ulong)Fields[field].Single());

        public float Single(int field) => BitConverter.UInt32BitsToSingle((uint)Fields[field].Single());

        public double[] Reals(int field)
        {
            byte[] packed = (byte[])Fields[field].Single();
            return [.. Enumerable.Range(0, packed.Length / 8).Select(i => BinaryPrimitives.ReadDoubleLittleEndian(packed.AsSpan(i * 8)))];
        }

        public bool Has(int field) => Fields.Contains(field);
    }

    public static List<Message> Read(string path)
    {
        byte[] file = File.ReadAllBytes(path);
        var events = new List<Message>();
        for (int at = 0; at < file.Length;)
        {
            int length = (int)BinaryPrimitives.ReadUInt64LittleEndian(file.AsSpan(at));
            Assert.Equal(Masked(file.AsSpan(at, 8)), BinaryPrimitives.ReadUInt32LittleEndian(file.AsSpan(at + 8)));
            Assert.Equal(Masked(file.AsSpan(at + 12, length)), BinaryPrimitives.ReadUInt32LittleEndian(file.AsSpan(at + 12 + length)));
            events.Add(Parse(file.AsSpan(at + 12, length).ToArray()));
            at += 16 + length;
        }

        return events;
    }

    public static Message Parse(byte[] bytes)
    {
        var fields = new List<(int Field, object Value)>();
        for (int at = 0; at < bytes.Length;)
        {
            ulong tag = Varint(bytes, ref at);
            int field = (int)(tag >> 3);
            switch (tag & 7)
            {
                case 0: fields.Add((field, Varint(bytes, ref at))); break;
                case 1: fields.Add((field, BinaryPrimitives.ReadUInt64LittleEndian(bytes.AsSpan(at)))); at += 8; break;
                case 5: fields.Add((field, BinaryPrimitives.ReadUInt32LittleEndian(bytes.AsSpan(at)))); at += 4; break;
                case 2:
                    int length = (int)Varint(bytes, ref at);
                    fields.Add((field, bytes.AsSpan(at, length).ToArray()));
                    at += length;
                    break;
                default: Assert.Fail($"wire type {tag & 7}"); break;
            }
        }

        return new(fields.ToLookup(f => f.Field, f => f.Value));
    }

    private static ulong Varint(byte[] bytes, ref int at)
    {
        ulong value = 0;
        for (int shift = 0; ; shift += 7)
        {
            byte b = bytes[at++];
            value |= (ulong)(b & 0x7F) << shift;
            if (b < 0x80) return value;
        }
    }

    private static uint Masked(ReadOnlySpan<byte> data)
    {
        const uint castagnoli = 0x82F63B78;
        uint crc = 0xFFFFFFFF;
        foreach (byte b in data)
        {
            crc ^= b;
            for (int bit = 0; bit < 8; bit++) crc = (crc & 1) != 0 ? (crc >> 1) ^ castagnoli : crc >> 1;
        }

        crc = ~crc;
        return ((crc >> 15) | (crc << 17)) + 0xA282EAD8;
    }
}
