using System.Numerics;

namespace ExperimentTracker.Sweeps;

/// <summary>
/// The random numbers of sweeps: PCG-XSH-RR with 64 bits of state (M. E. O'Neill, "PCG: A Family of Simple Fast Space-Efficient Statistically Good Algorithms for
/// Random Number Generation", 2014). Unlike those of <see cref="Random"/>, they are the same on every platform and in every version of .NET.
/// </summary>
internal sealed class Pcg32
{
    private readonly ulong increment;
    private ulong state;

    /// <param name="seed">Where the sequence starts.</param>
    /// <param name="stream">Which of the sequences it is.</param>
    public Pcg32(ulong seed, ulong stream)
    {
        increment = (stream << 1) | 1;
        Next();
        state += seed;
        Next();
    }

    /// <summary>The numbers of one trial of a sweep. They do not depend on how many numbers other trials take.</summary>
    /// <param name="seed">The seed of the sweep.</param>
    /// <param name="index">The index of the trial.</param>
    public static Pcg32 Of(long seed, int index) => new(Mix(Mix((ulong)seed) + (ulong)index), Mix((ulong)index));

    /// <summary>The next 32 random bits.</summary>
    public uint Next()
    {
        ulong old = state;
        state = (old * 6364136223846793005) + increment;
        return BitOperations.RotateRight((uint)(((old >> 18) ^ old) >> 27), (int)(old >> 59));
    }

    /// <summary>A number from 0 up to, but not including, 1, with 53 random bits.</summary>
    public double NextDouble() => ((((ulong)Next() >> 5) << 26) | (Next() >> 6)) * (1.0 / (1L << 53));

    /// <summary>A number of the standard normal distribution (G. E. P. Box and M. E. Muller, 1958).</summary>
    public double NextNormal() => Math.Sqrt(-2 * Math.Log(1 - NextDouble())) * Math.Cos(2 * Math.PI * NextDouble());

    // The finalizer of SplitMix64 (G. L. Steele, D. Lea and C. H. Flood, 2014), which makes unlike seeds of like ones.
    private static ulong Mix(ulong value)
    {
        value += 0x9E3779B97F4A7C15;
        value = (value ^ (value >> 30)) * 0xBF58476D1CE4E5B9;
        value = (value ^ (value >> 27)) * 0x94D049BB133111EB;
        return value ^ (value >> 31);
    }
}
