using System.Buffers.Binary;
using System.Security.Cryptography;
using System.Text;
using ExperimentTracker.Storage.Engine;

namespace ExperimentTracker.Storage.Postgres.Engine;

/// <summary>What all clients of a store have in common besides its tables.</summary>
internal static class StoreLocks
{
    /// <summary>The increment of the sequence <c>keys</c>.</summary>
    public const int KeysPerBlock = 1000;

    /// <summary>The key of the advisory lock of a store; those of two stores in one database differ.</summary>
    public static long KeyOf(string schema) => KeyOf("ExperimentTracker", schema);

    /// <summary>The key of the lock of the process that collects garbage.</summary>
    public static long CollectionKeyOf(string schema) => KeyOf("ExperimentTracker.Collection", schema);

    /// <summary>The key of the lock that pins share; see <see cref="StorePins"/>.</summary>
    public static long PinKeyOf(string schema) => KeyOf("ExperimentTracker.Pins", schema);

    private static long KeyOf(string purpose, string schema) => BinaryPrimitives.ReadInt64BigEndian(SHA256.HashData(Encoding.UTF8.GetBytes($"{purpose}/{schema}")));
}
