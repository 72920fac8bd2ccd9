using System.Buffers.Binary;
using System.Security.Cryptography;

namespace ExperimentTracker.Web.Mlflow.Protocol;

/// <summary>
/// The latest requests that wrote points. Clients send a request again when they got no answer. MLflow ignores a point that is equal in everything, its time included; this
/// recognises the request, so that points are written once.
/// </summary>
internal sealed class RecentWrites
{
    private const int Most = 50_000;

    private readonly Dictionary<UInt128, Entry> entries = [];
    private readonly Queue<UInt128> order = new();

    /// <summary>Writes, unless a request with the same body has written. One that is still writing is waited for.</summary>
    public void Once(ReadOnlySpan<byte> body, Action write)
    {
        Entry entry = EntryOf(body);
        lock (entry)
        {
            if (entry.IsDone) return;
            write();
            entry.IsDone = true;
        }
    }

    private Entry EntryOf(ReadOnlySpan<byte> body)
    {
        Span<byte> hash = stackalloc byte[SHA256.HashSizeInBytes];
        SHA256.HashData(body, hash);
        UInt128 key = BinaryPrimitives.ReadUInt128LittleEndian(hash);
        lock (entries)
        {
            if (entries.TryGetValue(key, out Entry? known)) return known;
            if (order.Count == Most) entries.Remove(order.Dequeue());
            order.Enqueue(key);
            return entries[key] = new Entry();
        }
    }

    private sealed class Entry
    {
        public bool IsDone { get; set; }
    }
}
