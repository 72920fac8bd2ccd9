using System.Security.Cryptography;
using System.Text;

namespace ExperimentTracker.Storage.Postgres.Setup;

/// <summary>
/// The roles of a store that several users share, which are named <c>database.schema.writer</c> and so on: roles belong to a whole server. A schema has no
/// point in its name, so no two stores have the same roles.
/// </summary>
/// <param name="prefix">The beginning of their names.</param>
internal sealed class GroupRoles(string prefix)
{
    // PostgreSQL cuts off longer names.
    private const int MostBytes = 63;
    private const int LongestSuffix = 8;
    private const int HashLength = 16;

    /// <summary>The role for queries of users: it can read the views, and nothing else.</summary>
    public string Query => $"{prefix}.query";

    /// <summary>All, so that each is a member of those before it.</summary>
    public IReadOnlyList<string> All => [Query, .. Enum.GetValues<StoreRole>().Select(Of)];

    /// <summary>The roles of a store.</summary>
    public static GroupRoles Of(string database, string schema)
    {
        string name = $"{database}.{schema}";
        if (Encoding.UTF8.GetByteCount(name) <= MostBytes - LongestSuffix) return new(name);
        return new($"experiments.{Convert.ToHexString(SHA256.HashData(Encoding.UTF8.GetBytes(name)))[..HashLength].ToLowerInvariant()}");
    }

    /// <summary>The group role of a role.</summary>
    public string Of(StoreRole role) => $"{prefix}.{role.ToString().ToLowerInvariant()}";

    /// <summary>A name as an identifier of SQL.</summary>
    public static string Quoted(string name) => $"\"{name.Replace("\"", "\"\"", StringComparison.Ordinal)}\"";

    /// <summary>A text as a literal of SQL.</summary>
    public static string Literal(string text) => $"'{text.Replace("'", "''", StringComparison.Ordinal)}'";
}
