using System.Runtime.InteropServices;
using Microsoft.Win32.SafeHandles;

namespace ExperimentTracker.Storage.Blobs;

/// <summary>
/// Writes a file from its beginning, past the system's cache where it can (Linux, O_DIRECT). A content is flushed before it is named, so the cache would
/// save no wait, while finding memory for gigabytes that nobody reads soon takes longer than the disk does, and drives out what others read.
/// </summary>
/// <param name="file">A new file.</param>
internal sealed class UncachedWriter(FileStream file)
{
    private const int GetFlags = 3;
    private const int SetFlags = 4;

    private readonly SafeFileHandle handle = file.SafeFileHandle;
    private bool? uncached;

    /// <summary>How much was written, in bytes.</summary>
    public long Written { get; private set; }

    /// <summary>Writes on. All pieces but the last are whole numbers of <see cref="AlignedBuffer.Alignment"/>, of a buffer so aligned.</summary>
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

    // What cannot be written so is written through the cache, which also tells best why it cannot.
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
