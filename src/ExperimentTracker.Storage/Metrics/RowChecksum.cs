using System.Numerics;
using System.Runtime.InteropServices;

namespace ExperimentTracker.Storage.Metrics;

/// <summary>
/// The checksum of a chunk of points, or of a summary. It is a CRC-32C: the polynomial of G. Castagnoli, S. Bräuer and M. Herrmann, "Optimization
/// of Cyclic Redundancy-Check Codes with 24 and 32 Parity Bits", IEEE Transactions on Communications 41, 1993, begun and ended inverted as in RFC
/// 3720. It detects all changes within 32 successive bits. A processor has an instruction for eight bytes of it, but waits three cycles for each
/// result, so the blob is divided into four parts whose checksums are calculated at the same time.
/// </summary>
internal static class RowChecksum
{
    private const int Parts = 4;

    /// <summary>
    /// The CRC-32C of the numbers, each as eight bytes in little-endian order; then of the CRC-32C of each part of the blob, as four bytes in
    /// little-endian order; then of what remains of the blob. A part has a quarter of the blob's length, rounded down to a multiple of eight bytes.
    /// </summary>
    public static uint Of(ReadOnlySpan<long> numbers, ReadOnlySpan<byte> data)
    {
        uint crc = uint.MaxValue;
        foreach (long number in numbers) crc = BitOperations.Crc32C(crc, (ulong)number);
        int part = data.Length / sizeof(ulong) / Parts;
        ReadOnlySpan<ulong> words = MemoryMarshal.Cast<byte, ulong>(data)[..(part * Parts)];
        (uint a, uint b, uint c, uint d) = (uint.MaxValue, uint.MaxValue, uint.MaxValue, uint.MaxValue);
        for (int i = 0; i < part; i++)
        {
            a = BitOperations.Crc32C(a, Word(words[i]));
            b = BitOperations.Crc32C(b, Word(words[i + part]));
            c = BitOperations.Crc32C(c, Word(words[i + (2 * part)]));
            d = BitOperations.Crc32C(d, Word(words[i + (3 * part)]));
        }

        foreach (uint of in (ReadOnlySpan<uint>)[~a, ~b, ~c, ~d]) crc = BitOperations.Crc32C(crc, of);
        foreach (byte rest in data[(part * Parts * sizeof(ulong))..]) crc = BitOperations.Crc32C(crc, rest);
        return ~crc;
    }

    private static ulong Word(ulong bytes) => BitConverter.IsLittleEndian ? bytes : System.Buffers.Binary.BinaryPrimitives.ReverseEndianness(bytes);
}
