using System.Numerics;

namespace ExperimentTracker.Sweeps;

/// <summary>
/// The Sobol sequence in the order of I. A. Antonov and V. M. Saleev (Gray code), with the direction numbers of <see cref="SobolDirections"/>. Point 0 is the origin.
/// </summary>
internal static class SobolSequence
{
    private static readonly Lazy<uint[][]> Directions = new(() => [.. Enumerable.Range(0, SobolDirections.Count).Select(SobolDirections.Of)]);

    /// <summary>The coordinates of a point, as fractions of 2³².</summary>
    /// <param name="index">The index of the point.</param>
    /// <param name="dimensions">The number of coordinates; at most <see cref="SobolDirections.Count"/>.</param>
    public static uint[] Point(uint index, int dimensions)
    {
        uint[] point = new uint[dimensions];
        for (uint gray = index ^ (index >> 1); gray != 0; gray &= gray - 1)
        {
            int bit = BitOperations.TrailingZeroCount(gray);
            for (int d = 0; d < dimensions; d++) point[d] ^= Directions.Value[d][bit];
        }

        return point;
    }
}
