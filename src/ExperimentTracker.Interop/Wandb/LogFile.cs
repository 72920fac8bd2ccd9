using System.Buffers.Binary;
using ExperimentTracker.Interop.Reading;

namespace ExperimentTracker.Interop.Wandb;

/// <summary>
/// Reads the framing of a <c>.wandb</c> file: a header of 7 bytes, and then the log format of LevelDB (github.com/google/leveldb/blob/main/doc/log_format.md) with
/// CRC-32 in place of CRC-32C. In each block of 32 KiB, a part of a record has a checksum in 4 bytes, a length in 2 and a type in 1: whole, first, middle or last.
/// </summary>
/// <param name="stream">The file, at its beginning.</param>
internal sealed class LogFile(Stream stream)
{
    private const int BlockSize = 32768, PartHeaderSize = 7;
    private const byte Whole = 1, First = 2, Middle = 3, Last = 4;

    /// <summary>The longest record that is read.</summary>
    private const int MaxRecord = 256 << 20;

    private static readonly uint[] Table = MakeTable();
    private readonly byte[] part = new byte[BlockSize];
    private readonly MemoryStream record = new();

    /// <summary>The bytes that a file begins with: a name, a magic number and a version.</summary>
    public static ReadOnlySpan<byte> Magic => [(byte)':', (byte)'W', (byte)'&', (byte)'B', 0xE1, 0xBE];

    /// <summary>The place of the part that was read last.</summary>
    public long Offset { get; private set; }

    /// <summary>Reads the header.</summary>
    /// <returns>Whether it is one.</returns>
    public bool ReadHeader()
    {
        Span<byte> header = stackalloc byte[PartHeaderSize];
        return stream.ReadAtLeast(header, header.Length, throwOnEndOfStream: false) == header.Length && header.StartsWith(Magic);
    }

    /// <summary>Reads the next record. Its bytes are valid until the next call.</summary>
    /// <returns>Whether there is one.</returns>
    /// <exception cref="ByteFormatException">The file is damaged or ends within a record.</exception>
    public bool Next(out ReadOnlySpan<byte> bytes)
    {
        record.SetLength(0);
        bytes = default;
        for (bool isFirst = true; ; isFirst = false)
        {
            int length = ReadPart(out byte type);
            if (length < 0) return isFirst ? false : throw new ByteFormatException("it ends within a record");
            if (isFirst != type is Whole or First) throw new ByteFormatException("a part of a record is missing");
            if (record.Length + length > MaxRecord) throw new ByteFormatException($"a record is longer than {MaxRecord} bytes");
            record.Write(part, 0, length);
            if (type is not (Whole or Last)) continue;
            bytes = record.GetBuffer().AsSpan(0, (int)record.Length);
            return true;
        }
    }

    // The length, or -1 at the end.
    private int ReadPart(out byte type)
    {
        type = 0;
        Span<byte> header = stackalloc byte[PartHeaderSize];
        int left = BlockSize - (int)(stream.Position % BlockSize);
        if (left < PartHeaderSize) stream.Position += left;
        Offset = stream.Position;
        int read = stream.ReadAtLeast(header, PartHeaderSize, throwOnEndOfStream: false);
        if (read == 0) return -1;
        int length = BinaryPrimitives.ReadUInt16LittleEndian(header[4..]);
        if (read < PartHeaderSize || stream.Length - stream.Position < length) throw new ByteFormatException("it ends within a record");
        type = header[6];
        if (type is < Whole or > Last || length > BlockSize - PartHeaderSize) throw new ByteFormatException("a part of a record has a type or a length that does not exist");
        stream.ReadExactly(part, 0, length);
        uint crc = Update(Update(uint.MaxValue, [type]), part.AsSpan(0, length));
        return ~crc == BinaryPrimitives.ReadUInt32LittleEndian(header) ? length : throw new ByteFormatException("a record does not match its checksum");
    }

    private static uint Update(uint crc, ReadOnlySpan<byte> bytes)
    {
        foreach (byte one in bytes) crc = Table[(byte)(crc ^ one)] ^ (crc >> 8);
        return crc;
    }

    // The polynomial of CRC-32 (ISO 3309), reflected.
    private static uint[] MakeTable()
    {
        uint[] table = new uint[256];
        for (uint i = 0; i < table.Length; i++)
        {
            uint crc = i;
            for (int bit = 0; bit < 8; bit++) crc = (crc & 1) != 0 ? (crc >> 1) ^ 0xEDB88320 : crc >> 1;
            table[i] = crc;
        }

        return table;
    }
}
