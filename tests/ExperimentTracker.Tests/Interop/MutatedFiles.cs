using ExperimentTracker.Transfer;

namespace ExperimentTracker.Tests.Interop;

/// <summary>
/// Reads mutated copies of a file: bytes that were changed, removed, repeated or cut off. A reader returns what it can, or refuses the file with an error of its own;
/// it neither fails otherwise, nor takes long, nor allocates much more than the file has bytes.
/// </summary>
internal static class MutatedFiles
{
    private const int Runs = 100;

    /// <param name="format">The format.</param>
    /// <param name="path">The path of the file to write, whose name can matter.</param>
    /// <param name="original">What the file has before it is mutated.</param>
    /// <param name="finish">What is done with the bytes after the mutation, for example new checksums.</param>
    /// <param name="read">What to read: a folder that the file is in; by default the file.</param>
    public static void Check(ITransferFormat format, string path, byte[] original, Func<byte[], byte[]>? finish = null, string? read = null)
    {
        var random = new Random(20261130);
        long most = (64L << 20) + (200L * original.Length);
        for (int i = 0; i < Runs; i++)
        {
            byte[] bytes = Mutate(original, random);
            File.WriteAllBytes(path, finish is null ? bytes : finish(bytes));
            long before = GC.GetAllocatedBytesForCurrentThread();
            var watch = System.Diagnostics.Stopwatch.StartNew();
            try
            {
                ForeignStore.ReadAll(format, read ?? path);
            }
            catch (TrackerException e) when (e.ErrorId.StartsWith("Import", StringComparison.Ordinal))
            {
            }
            catch (Exception e)
            {
                Assert.Fail($"Mutation {i}: {e}");
            }

            long allocated = GC.GetAllocatedBytesForCurrentThread() - before;
            Assert.True(allocated < most, $"Mutation {i} allocated {allocated} bytes for a file of {original.Length}.");
            Assert.True(watch.Elapsed < TimeSpan.FromSeconds(20), $"Mutation {i} took {watch.Elapsed}.");
        }
    }

    private static byte[] Mutate(byte[] original, Random random)
    {
        List<byte> bytes = [.. original];
        for (int changes = random.Next(1, 6); changes > 0 && bytes.Count > 1; changes--)
        {
            int at = random.Next(bytes.Count), length = Math.Min(random.Next(1, 9), bytes.Count - at);
            switch (random.Next(6))
            {
                case 0: bytes[at] ^= (byte)(1 << random.Next(8)); break;
                case 1: bytes[at] = (byte)random.Next(256); break;
                case 2: bytes.RemoveRange(at, length); break;
                case 3: bytes.InsertRange(at, bytes.GetRange(at, length)); break;
                case 4: bytes[at] = random.Next(2) == 0 ? (byte)0xFF : (byte)0; break;
                default: bytes.RemoveRange(at, random.Next(20) == 0 ? bytes.Count - at : 0); break;
            }
        }

        return [.. bytes];
    }
}
