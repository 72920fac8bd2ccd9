using Npgsql;

namespace ExperimentTracker.Storage.Postgres.Engine;

/// <summary>
/// The tokens by which a client learns whether a transaction was committed whose answer was lost with its connection. The transaction has inserted its token. Inserting it
/// again waits while that transaction is still being committed, and does nothing if it was; if it has not come so far, it fails now. (The ids of transactions cannot
/// tell: a server that crashes can assign one again.)
/// </summary>
internal static class CommitTokens
{
    /// <summary>The statement of the transaction.</summary>
    public static NpgsqlBatchCommand Announce(Guid token) => new("INSERT INTO commits VALUES ($1)") { Parameters = { new NpgsqlParameter<Guid> { TypedValue = token } } };

    /// <summary>A query that returns a row if the transaction was not committed, and never will be once this is.</summary>
    /// <param name="token">The token of the transaction.</param>
    /// <param name="refusal">A token of the question, by which it knows its own insert if its answer is lost and it is asked again.</param>
    public static NpgsqlBatchCommand Refuse(Guid token, Guid refusal) => new(
        """
        WITH refused AS (INSERT INTO commits VALUES ($1) ON CONFLICT DO NOTHING RETURNING 1), marked AS (INSERT INTO commits SELECT $2 FROM refused)
        SELECT 1 FROM refused UNION ALL SELECT 1 FROM commits WHERE token = $2
        """)
    {
        Parameters = { new NpgsqlParameter<Guid> { TypedValue = token }, new NpgsqlParameter<Guid> { TypedValue = refusal } },
    };
}
