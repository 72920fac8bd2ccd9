using System.Buffers.Binary;
using System.Security.Cryptography;
using System.Text;

namespace ExperimentTracker.Storage.Postgres.Engine;

/// <summary>What all clients of a store have in common besides its tables.</summary>
internal static class StoreLocks
{
    /// <summary>The increment of the sequence <c>keys</c>.</summary>
    public const int KeysPerBlock = 1000;

    /// <summary>The key of the advisory lock of a store; those of two stores in one database differ.</summary>
    public static long KeyOf(string schema) => BinaryPrimitives.ReadInt64BigEndian(SHA256.HashData(Encoding.UTF8.GetBytes($"ExperimentTracker/{schema}")));
}
