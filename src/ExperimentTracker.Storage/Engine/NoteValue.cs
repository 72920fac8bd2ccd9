namespace ExperimentTracker.Storage.Engine;

/// <summary>The value of a column that can be said at any time. NULL says nothing.</summary>
/// <param name="Column">The column.</param>
/// <param name="Bind">Binds the value as the next parameter.</param>
/// <param name="Matters">Whether two records that meet by name and differ in it are worth a report.</param>
internal sealed record NoteValue(string Column, Action<Statement> Bind, bool Matters = false)
{
    /// <summary>Sets it as a change does: an empty text takes the value away.</summary>
    public void Change(StoreConnection connection, string table, long pk) =>
        On(connection, $"UPDATE {table} SET {Column} = nullif(?2, '') WHERE pk = ?1 AND ?2 IS NOT NULL", pk).Execute();

    /// <summary>Sets it to what was said later.</summary>
    /// <returns>How many rows changed.</returns>
    public int Replace(StoreConnection connection, string table, long pk) =>
        On(connection, $"UPDATE {table} SET {Column} = ?2 WHERE pk = ?1 AND ?2 IS NOT NULL AND {Column} IS NOT ?2", pk).Execute();

    /// <summary>Sets it where nothing was said.</summary>
    /// <returns>How many rows changed.</returns>
    public int Fill(StoreConnection connection, string table, long pk) =>
        On(connection, $"UPDATE {table} SET {Column} = ?2 WHERE pk = ?1 AND ?2 IS NOT NULL AND {Column} IS NULL", pk).Execute();

    /// <summary>Whether something else was said.</summary>
    public bool Differs(StoreConnection connection, string table, long pk) =>
        On(connection, $"SELECT ?2 IS NOT NULL AND {Column} IS NOT ?2 FROM {table} WHERE pk = ?1", pk).Scalar() is 1L;

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
