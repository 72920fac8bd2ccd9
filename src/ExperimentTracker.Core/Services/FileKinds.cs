using System.Runtime.InteropServices;
using ExperimentTracker.Rules;

namespace ExperimentTracker.Services;

/// <summary>Recognises what only looks like a file: opening a named pipe waits for a writer, and reading a device may never end.</summary>
internal static class FileKinds
{
    // The struct FileStatus of .NET's own library for files, which has one layout on every Unix: two integers of 32 bits, flags and mode, come first.
    private const int ModeOffset = 4;
    private const int LargestStatus = 512;
    private const int FileTypeMask = 0xF000;

    /// <summary>Throws if a path is a named pipe, a socket or a device. Links are followed. The path is not opened.</summary>
    /// <exception cref="TrackerException"><c>NotARegularFile</c>.</exception>
    public static void CheckRegular(string path)
    {
        string? kind = (ModeOf(path) & FileTypeMask) switch
        {
            0x1000 => "a named pipe",
            0x2000 or 0x6000 => "a device",
            0xC000 => "a socket",
            _ => null,
        };
        if (kind is not null) throw ArtifactErrors.NotRegular(path, kind);
    }

    private static int ModeOf(string path)
    {
        if (OperatingSystem.IsWindows()) return 0;
        byte[] status = new byte[LargestStatus];
        try
        {
            return Status(path, status) == 0 ? BitConverter.ToInt32(status, ModeOffset) : 0;
        }
        catch (Exception e) when (e is EntryPointNotFoundException or DllNotFoundException)
        {
            return 0;
        }
    }

    [DllImport("libSystem.Native", EntryPoint = "SystemNative_Stat")]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static extern int Status([MarshalAs(UnmanagedType.LPUTF8Str)] string path, byte[] status);
}
