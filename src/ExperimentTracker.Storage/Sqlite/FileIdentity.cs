using System.Globalization;
using System.Runtime.InteropServices;
using System.Text;

namespace ExperimentTracker.Storage.Sqlite;

/// <summary>
/// Distinguishes a file from its copies: its inode and the time when it was created, which a copy does not keep and a rename does not change. Where the system
/// has no inodes, the time alone.
/// </summary>
internal static class FileIdentity
{
    // From linux/stat.h: AT_FDCWD, STATX_INO | STATX_BTIME, and the offsets in struct statx, which are the same on all architectures.
    private const int CurrentFolder = -100;
    private const uint InodeAndBirth = 0x100 | 0x800;
    private const int Inode = 32;
    private const int BirthSeconds = 80;
    private const int BirthNanoseconds = 88;

    /// <summary>Returns a string that only this file has.</summary>
    public static string Of(string path)
    {
        byte[] status = new byte[256];
        try
        {
            if (OperatingSystem.IsLinux() && Statx(CurrentFolder, Encoding.UTF8.GetBytes(path + '\0'), 0, InodeAndBirth, status) == 0)
            {
                return string.Create(
                    CultureInfo.InvariantCulture,
                    $"{BitConverter.ToUInt64(status, Inode)}:{BitConverter.ToInt64(status, BirthSeconds)}.{BitConverter.ToUInt32(status, BirthNanoseconds):000000000}");
            }
        }
        catch (EntryPointNotFoundException)
        {
            // glibc before 2.28 and musl before 1.2.
        }

        return File.GetCreationTimeUtc(path).Ticks.ToString(CultureInfo.InvariantCulture);
    }

    [DllImport("libc", EntryPoint = "statx")]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static extern int Statx(int folder, byte[] path, int flags, uint mask, byte[] status);
}
