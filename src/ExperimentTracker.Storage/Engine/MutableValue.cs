namespace ExperimentTracker.Storage.Engine;

/// <summary>The value of a column that can change at any time. NULL means not specified.</summary>
/// <param name="Column">The column.</param>
/// <param name="Bind">Binds the value as the next parameter.</param>
/// <param name="ReportsConflict">Whether a different value is a conflict when two records are matched by name.</param>
internal sealed record MutableValue(string Column, Action<Statement> Bind, bool ReportsConflict = false)
{
    /// <summary>Updates the value; an empty string removes it.</summary>
    public void Change(StoreConnection connection, string table, long pk) =>
        On(connection, $"UPDATE {table} SET {Column} = CASE WHEN CAST(?2 AS TEXT) = '' THEN NULL ELSE ?2 END WHERE pk = ?1 AND ?2 IS NOT NULL", pk).Execute();

    /// <summary>Replaces the value with a later one.</summary>
    /// <returns>The number of changed rows.</returns>
    public int Replace(StoreConnection connection, string table, long pk) =>
        On(connection, $"UPDATE {table} SET {Column} = ?2 WHERE pk = ?1 AND ?2 IS NOT NULL AND {Column} IS DISTINCT FROM ?2", pk).Execute();

    /// <summary>Sets the value if it is missing.</summary>
    /// <returns>The number of changed rows.</returns>
    public int Fill(StoreConnection connection, string table, long pk) =>
        On(connection, $"UPDATE {table} SET {Column} = ?2 WHERE pk = ?1 AND ?2 IS NOT NULL AND {Column} IS NULL", pk).Execute();

    /// <summary>Whether the value is specified and differs.</summary>
    public bool Differs(StoreConnection connection, string table, long pk) =>
        On(connection, $"SELECT ?2 IS NOT NULL AND {Column} IS DISTINCT FROM ?2 FROM {table} WHERE pk = ?1", pk).Scalar() is 1L;

    private Statement On(StoreConnection connection, string sql, long pk)
    {
        Statement statement = connection.Prepare(sql).Bind(pk);
        try
        {
            Bind(statement);
            return statement;
        }
        catch
        {
            statement.Reset();
            throw;
        }
    }
}
