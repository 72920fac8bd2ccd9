using System.Buffers.Binary;
using ExperimentTracker.Rules;
using ExperimentTracker.Series;

namespace ExperimentTracker.Storage.Distributions;

/// <summary>
/// The edges and counts of a distribution in one blob, a byte for a count below 128: the form (0: bins of equal width, 1: any edges), the number of bins, the
/// edges as big-endian IEEE 754 binary64 (of bins of equal width only the first and the last), the counts. The number of bins and the counts are unsigned
/// LEB128: seven bits a byte, the lowest first, with the highest bit set in all bytes but the last.
/// </summary>
internal static class BinBlob
{
    private const byte EqualWidths = 0;
    private const byte AnyEdges = 1;

    public static byte[] Write(IReadOnlyList<double> edges, IReadOnlyList<long> counts)
    {
        bool areEqual = counts.Count > 0 && BinnedValues.EqualEdges(edges[0], edges[^1], counts.Count).AsSpan().SequenceEqual([.. edges]);
        var blob = new List<byte>(2 + (2 * sizeof(double)) + counts.Count) { areEqual ? EqualWidths : AnyEdges };
        Add(blob, (ulong)counts.Count);
        foreach (double edge in areEqual ? [edges[0], edges[^1]] : edges)
        {
            byte[] bytes = new byte[sizeof(double)];
            BinaryPrimitives.WriteDoubleBigEndian(bytes, edge);
            blob.AddRange(bytes);
        }

        foreach (long count in counts) Add(blob, (ulong)count);
        return [.. blob];
    }

    /// <exception cref="FormatException">The blob is damaged.</exception>
    public static (double[] Edges, long[] Counts) Read(ReadOnlySpan<byte> blob)
    {
        byte form = Take(ref blob, 1)[0];
        ulong bins = Number(ref blob);
        if (form > AnyEdges || bins > BinRules.MaxBins) throw Damaged();
        double[] edges = new double[bins == 0 ? 0 : form == EqualWidths ? 2 : (int)bins + 1];
        for (int i = 0; i < edges.Length; i++) edges[i] = BinaryPrimitives.ReadDoubleBigEndian(Take(ref blob, sizeof(double)));
        long[] counts = new long[bins];
        for (int i = 0; i < counts.Length; i++) counts[i] = (long)Number(ref blob);
        if (bins > 0 && form == EqualWidths) edges = BinnedValues.EqualEdges(edges[0], edges[1], (int)bins);
        return blob.IsEmpty && BinRules.Problem(edges, counts) is null ? (edges, counts) : throw Damaged();
    }

    private static void Add(List<byte> blob, ulong number)
    {
        for (; number > 0x7F; number >>= 7) blob.Add((byte)(number | 0x80));
        blob.Add((byte)number);
    }

    private static ulong Number(ref ReadOnlySpan<byte> blob)
    {
        ulong number = 0;
        for (int shift = 0; shift < 64; shift += 7)
        {
            byte next = Take(ref blob, 1)[0];
            number |= (ulong)(next & 0x7F) << shift;
            if (next <= 0x7F) return number;
        }

        throw Damaged();
    }

    private static ReadOnlySpan<byte> Take(ref ReadOnlySpan<byte> blob, int length)
    {
        if (blob.Length < length) throw Damaged();
        ReadOnlySpan<byte> taken = blob[..length];
        blob = blob[length..];
        return taken;
    }

    private static FormatException Damaged() => new("bins are not those of a distribution");
}
