using System.Runtime.InteropServices;
using Microsoft.Win32.SafeHandles;

namespace ExperimentTracker.Storage.Blobs;

/// <summary>
/// Writes a new file without the page cache where possible (Linux, O_DIRECT). A blob is flushed before it is referred to, so the cache would save no
/// time; allocating cache for gigabytes that are not read soon takes longer than the disk does, and evicts what other processes read.
/// </summary>
/// <param name="file">A new file.</param>
internal sealed class UncachedWriter(FileStream file)
{
    private const int GetFlags = 3;
    private const int SetFlags = 4;

    private readonly SafeFileHandle handle = file.SafeFileHandle;
    private bool? uncached;

    /// <summary>The number of bytes that were written.</summary>
    public long Written { get; private set; }

    /// <summary>
    /// Appends bytes. The lengths of all writes except the last must be multiples of <see cref="AlignedBuffer.Alignment"/>, from an aligned buffer.
    /// </summary>
    public void Write(ReadOnlySpan<byte> piece)
    {
        int aligned = piece.Length - (piece.Length % AlignedBuffer.Alignment);
        if (aligned > 0 && (uncached ??= TrySet(true))) aligned = WriteUncached(piece[..aligned]);
        else aligned = 0;
        if (aligned == piece.Length) return;
        if (uncached == true) uncached = !TrySet(false);
        RandomAccess.Write(handle, piece[aligned..], Written);
        Written += piece.Length - aligned;
    }

    // What cannot be written in this way is written through the cache, which also gives the best error.
    private int WriteUncached(ReadOnlySpan<byte> piece)
    {
        try
        {
            RandomAccess.Write(handle, piece, Written);
        }
        catch (IOException)
        {
            return 0;
        }

        Written += piece.Length;
        return piece.Length;
    }

    private bool TrySet(bool on)
    {
        if (DirectFlag == 0) return false;
        bool referenced = false;
        try
        {
            handle.DangerousAddRef(ref referenced);
            int descriptor = (int)handle.DangerousGetHandle();
            int flags = Control(descriptor, GetFlags, 0);
            return flags >= 0 && Control(descriptor, SetFlags, on ? flags | DirectFlag : flags & ~DirectFlag) == 0;
        }
        catch (Exception e) when (e is DllNotFoundException or EntryPointNotFoundException)
        {
            return false;
        }
        finally
        {
            if (referenced) handle.DangerousRelease();
        }
    }

    // O_DIRECT, from fcntl.h of each architecture.
    private static int DirectFlag => !OperatingSystem.IsLinux() ? 0 : RuntimeInformation.ProcessArchitecture switch
    {
        Architecture.X64 or Architecture.X86 => 0x4000,
        Architecture.Arm64 or Architecture.Arm => 0x10000,
        _ => 0,
    };

    [DllImport("libc", EntryPoint = "fcntl")]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static extern int Control(int descriptor, int command, int argument);
}
