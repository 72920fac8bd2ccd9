using System.Buffers;
using System.Runtime.InteropServices;

namespace ExperimentTracker.Storage.Blobs;

/// <summary>Some bytes of memory that stay where they are and begin where a disk can take them from without a copy.</summary>
internal sealed class AlignedBuffer : IDisposable
{
    /// <summary>What places and lengths are multiples of: no smaller than a block of any file system.</summary>
    public const int Alignment = 1 << 16;

    // With the room to align it, a size that the pool has. Smaller pieces cost more hand-overs between threads than they save.
    private const int Rented = 1 << 22;

    private readonly byte[] array = ArrayPool<byte>.Shared.Rent(Rented);
    private GCHandle pin;

    public AlignedBuffer()
    {
        pin = GCHandle.Alloc(array, GCHandleType.Pinned);
        int beyond = (int)(pin.AddrOfPinnedObject() % Alignment);
        Bytes = array.AsMemory(beyond == 0 ? 0 : Alignment - beyond, Rented - Alignment);
    }

    /// <summary>The bytes.</summary>
    public Memory<byte> Bytes { get; }

    public void Dispose()
    {
        pin.Free();
        ArrayPool<byte>.Shared.Return(array);
    }
}
