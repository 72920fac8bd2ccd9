using System.Security.Cryptography;

namespace ExperimentTracker.Tests.Support;

/// <summary>Packages of npm that tests need, each in a folder of <c>tests/services</c> with a <c>package-lock.json</c>. They are installed when a test first needs them.</summary>
public static class NodePackages
{
    private static readonly object Gate = new();

    /// <summary>Installs the packages of a folder, if they are not, and returns why it cannot; <see langword="null"/> if they are there.</summary>
    public static string? Obstacle(string folder, string what)
    {
        if (OperatingSystem.IsWindows() || Tools.Find("node") is null || Tools.Find("npm") is null) return "'node' and 'npm' are not on the PATH of this machine; on Debian: apt-get install nodejs npm.";
        string stamp = Path.Combine(folder, "node_modules/.installed");
        string hash = Convert.ToHexString(SHA256.HashData(File.ReadAllBytes(Path.Combine(folder, "package-lock.json"))));
        lock (Gate)
        {
            if (File.Exists(stamp) && File.ReadAllText(stamp).Trim() == hash) return null;
            try
            {
                Tools.Run("npm", folder, "ci", "--ignore-scripts", "--no-audit", "--no-fund", "--prefer-offline", "--fetch-retries=0", "--fetch-timeout=20000");
                File.WriteAllText(stamp, hash);
                return null;
            }
            catch (Xunit.Sdk.XunitException)
            {
                return $"The packages of {what} could not be fetched; with a network: npm ci --prefix tests/services/{Path.GetFileName(folder)}.";
            }
        }
    }
}
