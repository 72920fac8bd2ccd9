using System.Buffers.Binary;

namespace ExperimentTracker.Storage.Sqlite;

/// <summary>
/// Reads the frames of a write-ahead log and verifies their checksums, as described in "The SQLite database file format", section 4. SQLite silently ignores
/// everything after the first frame that is not valid.
/// </summary>
internal sealed class WalFile
{
    private const int HeaderSize = 32;
    private const int FrameHeaderSize = 24;
    private const uint Magic = 0x377F0682;

    private readonly byte[] bytes;
    private readonly bool bigEndian;
    private readonly int frameSize;

    private WalFile(byte[] bytes)
    {
        this.bytes = bytes;
        bigEndian = (Word(0) & 1) == 1;
        frameSize = FrameHeaderSize + (int)Word(8);
        Salts = BitConverter.ToUInt64(bytes, 16);
        Verify();
    }

    /// <summary>The two salts of the header, as they are in the file. They change when SQLite begins the log anew.</summary>
    public ulong Salts { get; }

    /// <summary>The number of valid frames before the first that is not.</summary>
    public int ValidFrames { get; private set; }

    /// <summary>The number of the last frame that ends a transaction and follows a frame that is not valid; 0 if there is none.</summary>
    public int LastCommitAfterDamage { get; private set; }

    /// <summary>Reads a log; <see langword="null"/> if it does not exist, is empty, or its header is not valid.</summary>
    public static WalFile? Read(string path)
    {
        if (new FileInfo(path) is not { Exists: true, Length: >= HeaderSize and <= int.MaxValue }) return null;
        byte[] bytes = File.ReadAllBytes(path);
        if ((BinaryPrimitives.ReadUInt32BigEndian(bytes) & ~1u) != Magic) return null;
        uint page = BinaryPrimitives.ReadUInt32BigEndian(bytes.AsSpan(8));
        bool isValid = page is >= 512 and <= 65536 && (page & (page - 1)) == 0;
        return isValid && IsHeaderValid(bytes) ? new WalFile(bytes) : null;
    }

    private static bool IsHeaderValid(byte[] bytes)
    {
        bool big = (BinaryPrimitives.ReadUInt32BigEndian(bytes) & 1) == 1;
        return Checksum((0, 0), bytes.AsSpan(0, 24), big) == Stored(bytes, 24);
    }

    // Each frame has the checksum of everything before it, so a frame can be verified with that of the frame before, even if that frame is not valid itself.
    private void Verify()
    {
        (uint, uint) before = Stored(bytes, 24);
        bool damaged = false;
        int count = (bytes.Length - HeaderSize) / frameSize;
        for (int i = 0; i < count; i++)
        {
            int at = HeaderSize + (i * frameSize);
            bool isOfThisLog = BitConverter.ToUInt64(bytes, at + 8) == Salts;
            (uint, uint) sum = Checksum(Checksum(before, bytes.AsSpan(at, 8), bigEndian), bytes.AsSpan(at + FrameHeaderSize, frameSize - FrameHeaderSize), bigEndian);
            before = Stored(bytes, at + 16);
            bool isValid = isOfThisLog && sum == before;
            damaged |= !isValid;
            if (!damaged) ValidFrames = i + 1;
            else if (isValid && Word(at + 4) != 0) LastCommitAfterDamage = i + 1;
        }
    }

    private uint Word(int at) => BinaryPrimitives.ReadUInt32BigEndian(bytes.AsSpan(at));

    private static (uint, uint) Stored(byte[] bytes, int at) =>
        (BinaryPrimitives.ReadUInt32BigEndian(bytes.AsSpan(at)), BinaryPrimitives.ReadUInt32BigEndian(bytes.AsSpan(at + 4)));

    private static (uint, uint) Checksum((uint First, uint Second) seed, ReadOnlySpan<byte> data, bool bigEndian)
    {
        (uint first, uint second) = seed;
        for (int i = 0; i < data.Length; i += 8)
        {
            first += (bigEndian ? BinaryPrimitives.ReadUInt32BigEndian(data[i..]) : BinaryPrimitives.ReadUInt32LittleEndian(data[i..])) + second;
            second += (bigEndian ? BinaryPrimitives.ReadUInt32BigEndian(data[(i + 4)..]) : BinaryPrimitives.ReadUInt32LittleEndian(data[(i + 4)..])) + first;
        }

        return (first, second);
    }
}
