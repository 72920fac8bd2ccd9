using ExperimentTracker.Storage.Engine;

namespace ExperimentTracker.Storage.Postgres.Contents;

/// <summary>The rows with the bytes of objects.</summary>
internal static class ObjectParts
{
    // A row is read completely: the memory that a reader needs.
    private const int Size = 1 << 20;

    /// <summary>Adds bytes with the next message to the server. It can be repeated when the answer is lost.</summary>
    /// <param name="connection">The connection.</param>
    /// <param name="pk">The key of the object.</param>
    /// <param name="start">The offset of the first of these bytes in the object.</param>
    /// <param name="bytes">The bytes.</param>
    public static void Add(StoreConnection connection, long pk, long start, ReadOnlyMemory<byte> bytes)
    {
        for (int from = 0; from < bytes.Length; from += Size)
        {
            connection.Post(
                "INSERT INTO object_parts (object_pk, start, data) VALUES (@1, @2, @3) ON CONFLICT DO NOTHING",
                pk, start + from, bytes.Slice(from, Math.Min(Size, bytes.Length - from)).ToArray());
        }
    }
}
