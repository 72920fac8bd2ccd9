using ExperimentTracker.Contracts.Queries;
using ExperimentTracker.Json;
using ExperimentTracker.Storage.Sqlite;
using ExperimentTracker.Values;
using Microsoft.Data.Sqlite;
using SQLitePCL;

namespace ExperimentTracker.Storage.Queries;

/// <summary>
/// Runs queries of users. SQLite's own authorizer checks every action of a statement while it is compiled, and allows only reads; the SQL text is not
/// examined.
/// </summary>
internal sealed class QueryRunner(SqliteDatabase database) : IQueryStore
{
    // sqlite3.h: the actions that read.
    private const int ActionRead = 20;
    private const int ActionSelect = 21;
    private const int ActionFunction = 31;
    private const int ActionRecursive = 33;

    // The number of virtual machine instructions between checks of the cancellation: a few tenths of a millisecond.
    private const int InstructionsBetweenLooks = 10_000;

    public IEnumerable<QueryRow> Run(string text, NamedValues parameters, CancellationToken cancellation, TimeSpan? timeout = null) =>
        database.Stream(connection => Rows((SqliteStoreConnection)connection, text, parameters, timeout, cancellation), cancellation);

    private static IEnumerable<QueryRow> Rows(
        SqliteStoreConnection connection, string text, NamedValues parameters, TimeSpan? timeout, CancellationToken cancellation)
    {
        using var limited = CancellationTokenSource.CreateLinkedTokenSource(cancellation);
        if (timeout is { } time) limited.CancelAfter(time);
        CancellationToken ending = limited.Token;
        using SqliteCommand command = connection.Inner.CreateCommand();
        command.CommandText = text;
        foreach ((string name, object? value) in parameters.Pairs) command.Parameters.AddWithValue(name.TrimStart('@', '$', ':'), Bindable(value));
        bool refused = false;
        raw.sqlite3_set_authorizer(connection.Handle, (_, action, _, second, _, _) => Reads(action, second) ? raw.SQLITE_OK : Refuse(), null);
        raw.sqlite3_progress_handler(connection.Handle, InstructionsBetweenLooks, _ => ending.IsCancellationRequested ? 1 : 0, null);
        try
        {
            using SqliteDataReader reader = Guard(command.ExecuteReader);
            do
            {
                string[] columns = [.. Enumerable.Range(0, reader.FieldCount).Select(reader.GetName)];
                while (Guard(reader.Read))
                {
                    if (ending.IsCancellationRequested) throw Ended();
                    yield return new QueryRow(columns, [.. Enumerable.Range(0, columns.Length).Select(i => reader.IsDBNull(i) ? null : reader.GetValue(i))]);
                }
            }
            while (Guard(reader.NextResult));
        }
        finally
        {
            raw.sqlite3_progress_handler(connection.Handle, 0, (delegate_progress?)null, null);
            raw.sqlite3_set_authorizer(connection.Handle, (strdelegate_authorizer?)null, null);
        }

        int Refuse()
        {
            refused = true;
            return raw.SQLITE_DENY;
        }

        Exception Ended() => cancellation.IsCancellationRequested ? new OperationCanceledException(cancellation) : QueryErrors.TimedOut(text, timeout!.Value);

        // SQLite uses one error code for a denied action and another for a denied function.
        T Guard<T>(Func<T> step)
        {
            try
            {
                return step();
            }
            catch (SqliteException e) when (e.SqliteErrorCode == raw.SQLITE_INTERRUPT)
            {
                throw Ended();
            }
            catch (SqliteException e)
            {
                throw refused || e.SqliteErrorCode == raw.SQLITE_READONLY ? QueryErrors.Refused(text, e) : QueryErrors.Failed(text, e);
            }
            catch (InvalidOperationException e)
            {
                // A parameter of the query has no value.
                throw QueryErrors.Failed(text, e);
            }
        }
    }

    private static bool Reads(int action, string function) =>
        action is ActionRead or ActionSelect or ActionRecursive || (action is ActionFunction && function is not "load_extension");

    private static object Bindable(object? value) => value switch
    {
        null => DBNull.Value,
        DateTime time => UtcTicks.From(time),
        TimeSpan duration => duration.Ticks,
        NamedValues or object?[] => JsonText.Write(value),
        _ => value,
    };
}
