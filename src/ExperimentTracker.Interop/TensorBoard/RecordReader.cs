using System.Buffers.Binary;
using System.Numerics;
using ExperimentTracker.Interop.Reading;

namespace ExperimentTracker.Interop.TensorBoard;

/// <summary>
/// Reads a file of records in the framing of TensorFlow (tensorflow.org/tutorials/load_data/tfrecord): the length in 8 bytes, its checksum in 4, the bytes, and
/// their checksum in 4; all little-endian. A checksum is a rotated CRC-32C with an offset.
/// </summary>
/// <param name="stream">The file, at the beginning of a record.</param>
internal sealed class RecordReader(Stream stream)
{
    /// <summary>The bytes before those of a record.</summary>
    public const int HeaderSize = 12;

    private const int FooterSize = 4;

    /// <summary>The longest record that is read. TensorBoard's own writers keep events below the limit of a message, which is 2 GiB, and images far below this.</summary>
    private const int MaxRecord = 256 << 20;

    private const uint MaskDelta = 0xA282EAD8;
    private readonly byte[] header = new byte[HeaderSize];
    private byte[] buffer = new byte[4096];

    /// <summary>The place of the record that was read last, in bytes; after an exception, of the one that is not whole.</summary>
    public long Offset { get; private set; }

    /// <summary>Reads the next record. Its bytes are valid until the next call.</summary>
    /// <returns>Whether there is one.</returns>
    /// <exception cref="ByteFormatException">The file is damaged or ends within a record.</exception>
    public bool Next(out ReadOnlySpan<byte> record)
    {
        record = default;
        Offset = stream.Position;
        int read = stream.ReadAtLeast(header, HeaderSize, throwOnEndOfStream: false);
        if (read == 0) return false;
        if (read < HeaderSize) throw new ByteFormatException("it ends within a record");
        if (!IsLength(header, out ulong length)) throw new ByteFormatException("the length of a record does not match its checksum");
        if (length > MaxRecord) throw new ByteFormatException($"a record is longer than {MaxRecord} bytes");
        if ((long)length > stream.Length - stream.Position - FooterSize) throw new ByteFormatException("it ends within a record");
        int size = (int)length + FooterSize;
        if (buffer.Length < size) buffer = new byte[Math.Max(size, Math.Min(MaxRecord, buffer.Length * 2))];
        if (stream.ReadAtLeast(buffer.AsSpan(0, size), size, throwOnEndOfStream: false) < size) throw new ByteFormatException("it ends within a record");
        record = buffer.AsSpan(0, (int)length);
        if (Masked(record) != BinaryPrimitives.ReadUInt32LittleEndian(buffer.AsSpan((int)length))) throw new ByteFormatException("a record does not match its checksum");
        return true;
    }

    /// <summary>Whether these 12 bytes are the length of a record and its checksum.</summary>
    public static bool IsLength(ReadOnlySpan<byte> header, out ulong length)
    {
        length = BinaryPrimitives.ReadUInt64LittleEndian(header);
        return Masked(header[..8]) == BinaryPrimitives.ReadUInt32LittleEndian(header[8..]);
    }

    private static uint Masked(ReadOnlySpan<byte> bytes)
    {
        uint crc = uint.MaxValue;
        for (; bytes.Length >= 8; bytes = bytes[8..]) crc = BitOperations.Crc32C(crc, BinaryPrimitives.ReadUInt64LittleEndian(bytes));
        foreach (byte one in bytes) crc = BitOperations.Crc32C(crc, one);
        return BitOperations.RotateRight(~crc, 15) + MaskDelta;
    }
}
