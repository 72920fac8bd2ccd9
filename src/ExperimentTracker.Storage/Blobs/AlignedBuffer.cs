using System.Buffers;
using System.Runtime.InteropServices;

namespace ExperimentTracker.Storage.Blobs;

/// <summary>A pinned buffer with the alignment that a disk needs to read it without a copy.</summary>
internal sealed class AlignedBuffer : IDisposable
{
    /// <summary>The alignment of offsets and lengths: at least the block size of any file system.</summary>
    public const int Alignment = 1 << 16;

    // Including the space for alignment, a size that the pool provides. Smaller buffers cost more thread switches than they save.
    private const int Rented = 1 << 22;

    private readonly byte[] array = ArrayPool<byte>.Shared.Rent(Rented);
    private GCHandle pin;

    public AlignedBuffer()
    {
        pin = GCHandle.Alloc(array, GCHandleType.Pinned);
        int beyond = (int)(pin.AddrOfPinnedObject() % Alignment);
        Bytes = array.AsMemory(beyond == 0 ? 0 : Alignment - beyond, Rented - Alignment);
    }

    /// <summary>The buffer.</summary>
    public Memory<byte> Bytes { get; }

    public void Dispose()
    {
        pin.Free();
        ArrayPool<byte>.Shared.Return(array);
    }
}
