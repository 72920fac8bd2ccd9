using System.Buffers.Binary;
using System.Security.Cryptography;
using ExperimentTracker.Sweeps;

namespace ExperimentTracker.Tests.Sweeps;

/// <summary>The oracle is SciPy 1.10.1: scipy.stats.qmc.Sobol(64, scramble=False, bits=32).</summary>
public sealed class SobolSequenceTests
{
    [Fact]
    public void The_first_points_are_the_published_ones()
    {
        // x = sampler.random(1024)[:6, [0, 1, 2, 3, 10, 63]]
        double[][] expected =
        [
            [0, 0, 0, 0, 0, 0],
            [0.5, 0.5, 0.5, 0.5, 0.5, 0.5],
            [0.75, 0.25, 0.25, 0.25, 0.75, 0.75],
            [0.25, 0.75, 0.75, 0.75, 0.25, 0.25],
            [0.375, 0.375, 0.625, 0.875, 0.875, 0.125],
            [0.875, 0.875, 0.125, 0.375, 0.375, 0.625],
        ];
        for (uint i = 0; i < expected.Length; i++)
        {
            uint[] point = SobolSequence.Point(i, 64);
            Assert.Equal(expected[i], new[] { 0, 1, 2, 3, 10, 63 }.Select(d => point[d] / 4294967296.0));
        }
    }

    [Fact]
    public void The_first_thousand_points_of_all_dimensions_are_those_of_SciPy()
    {
        // hashlib.sha256((sampler.random(1024)[:1000] * 2**32).astype('<u4').tobytes()).hexdigest()
        byte[] bytes = new byte[1000 * 64 * sizeof(uint)];
        for (uint i = 0; i < 1000; i++)
        {
            uint[] point = SobolSequence.Point(i, 64);
            for (int d = 0; d < point.Length; d++) BinaryPrimitives.WriteUInt32LittleEndian(bytes.AsSpan(((int)i * 64 + d) * sizeof(uint)), point[d]);
        }

        Assert.Equal("76835b2e888bb9c71b7ab9d174ca977fa1f66e933d452d0c91afa2d4f5391c96", Convert.ToHexString(SHA256.HashData(bytes)).ToLowerInvariant());
    }

    [Fact]
    public void A_late_point_uses_the_recurrence_of_the_direction_numbers()
    {
        // sampler.fast_forward(1000000); (sampler.random(1)[0] * 2**32).astype('<u4')[[0, 1, 7, 31, 63]]
        uint[] point = SobolSequence.Point(1_000_000, 64);
        Assert.Equal([113709056u, 1339682816u, 72126464u, 2325311488u, 249630720u], new[] { 0, 1, 7, 31, 63 }.Select(d => point[d]));
    }
}
