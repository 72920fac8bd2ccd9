using Microsoft.Data.Sqlite;
using SQLitePCL;

namespace ExperimentTracker.Storage.Sqlite;

/// <summary>
/// Runs queries of users. SQLite's own authorizer sees every action a statement would take while it is compiled, and lets only reading pass;
/// the text is never looked at.
/// </summary>
internal sealed class QueryRunner(Database database) : IQueryStore
{
    // sqlite3.h: the actions that read.
    private const int ActionRead = 20;
    private const int ActionSelect = 21;
    private const int ActionFunction = 31;
    private const int ActionRecursive = 33;

    public IEnumerable<QueryRow> Run(string text, NamedValues parameters, CancellationToken cancellation) =>
        database.Lend(session => Rows(session, text, parameters, cancellation), cancellation);

    private static IEnumerable<QueryRow> Rows(Session session, string text, NamedValues parameters, CancellationToken cancellation)
    {
        using SqliteCommand command = session.Connection.CreateCommand();
        command.CommandText = text;
        foreach ((string name, object? value) in parameters.Pairs) command.Parameters.AddWithValue(name.TrimStart('@', '$', ':'), Bindable(value));
        raw.sqlite3_set_authorizer(session.Handle, Authorize, null);
        try
        {
            using SqliteDataReader reader = Guard(text, command.ExecuteReader);
            do
            {
                string[] columns = [.. Enumerable.Range(0, reader.FieldCount).Select(reader.GetName)];
                while (Guard(text, reader.Read))
                {
                    cancellation.ThrowIfCancellationRequested();
                    yield return new QueryRow(columns, [.. Enumerable.Range(0, columns.Length).Select(i => reader.IsDBNull(i) ? null : reader.GetValue(i))]);
                }
            }
            while (Guard(text, reader.NextResult));
        }
        finally
        {
            raw.sqlite3_set_authorizer(session.Handle, (strdelegate_authorizer?)null, null);
        }
    }

    private static int Authorize(object userData, int action, string first, string second, string database, string inner) =>
        action is ActionRead or ActionSelect or ActionFunction or ActionRecursive && second is not "load_extension" ? raw.SQLITE_OK : raw.SQLITE_DENY;

    private static T Guard<T>(string text, Func<T> step)
    {
        try
        {
            return step();
        }
        catch (SqliteException e)
        {
            throw e.SqliteErrorCode is raw.SQLITE_AUTH or raw.SQLITE_READONLY ? QueryErrors.Refused(text, e) : QueryErrors.Failed(text, e);
        }
        catch (InvalidOperationException e)
        {
            // A parameter of the text that was given no value.
            throw QueryErrors.Failed(text, e);
        }
    }

    private static object Bindable(object? value) => value switch
    {
        null => DBNull.Value,
        DateTime moment => UtcTicks.From(moment),
        TimeSpan duration => duration.Ticks,
        NamedValues or object?[] => JsonText.Write(value),
        _ => value,
    };
}
