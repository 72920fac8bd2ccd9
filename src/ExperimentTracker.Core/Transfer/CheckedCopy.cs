using System.Security.Cryptography;
using ExperimentTracker.Rules;
using ExperimentTracker.Values;

namespace ExperimentTracker.Transfer;

/// <summary>Copies a blob to a file and verifies its hash.</summary>
internal static class CheckedCopy
{
    private const int BufferSize = 1 << 20;

    /// <returns>Whether the bytes match the digest; if not, the file is deleted.</returns>
    public static bool To(string path, Stream content, string digest, IProgress<long>? progress, CancellationToken cancellation)
    {
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        using (FileStream file = PrivateFiles.Open(path, FileMode.CreateNew, FileAccess.Write, FileShare.None))
        {
            byte[] buffer = new byte[BufferSize];
            int read;
            while ((read = content.Read(buffer)) > 0)
            {
                cancellation.ThrowIfCancellationRequested();
                hash.AppendData(buffer, 0, read);
                file.Write(buffer, 0, read);
                progress?.Report(read);
            }
        }

        if (ArtifactRules.DigestOf(hash.GetHashAndReset()) == digest) return true;
        File.Delete(path);
        return false;
    }
}
