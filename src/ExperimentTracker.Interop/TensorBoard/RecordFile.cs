using System.Buffers.Binary;
using System.Numerics;
using ExperimentTracker.Values;

namespace ExperimentTracker.Interop.TensorBoard;

/// <summary>
/// Writes a file of TFRecords: the length as 64 bits, its checksum, the bytes, their checksum. A checksum is CRC-32C, rotated and offset so that a checksum of data
/// that contains checksums stays useful (tensorflow/core/lib/io/record_writer.h, tensorflow/core/lib/hash/crc32c.h).
/// </summary>
internal sealed class RecordFile(string path) : IDisposable
{
    private const uint MaskOffset = 0xa282ead8;
    private readonly FileStream file = PrivateFiles.Open(path, FileMode.Append, FileAccess.Write, FileShare.None, bufferSize: 1 << 16);

    /// <summary>Appends a record.</summary>
    public void Write(ReadOnlySpan<byte> record)
    {
        Span<byte> head = stackalloc byte[12];
        BinaryPrimitives.WriteUInt64LittleEndian(head, (ulong)record.Length);
        BinaryPrimitives.WriteUInt32LittleEndian(head[8..], Checksum(head[..8]));
        Span<byte> tail = stackalloc byte[4];
        BinaryPrimitives.WriteUInt32LittleEndian(tail, Checksum(record));
        file.Write(head);
        file.Write(record);
        file.Write(tail);
    }

    public void Dispose() => file.Dispose();

    private static uint Checksum(ReadOnlySpan<byte> data)
    {
        uint crc = uint.MaxValue;
        for (; data.Length >= 8; data = data[8..]) crc = BitOperations.Crc32C(crc, BinaryPrimitives.ReadUInt64LittleEndian(data));
        foreach (byte b in data) crc = BitOperations.Crc32C(crc, b);
        return BitOperations.RotateRight(~crc, 15) + MaskOffset;
    }
}
