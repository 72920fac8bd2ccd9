using System.Globalization;
using ExperimentTracker.Contracts.Queries;
using ExperimentTracker.Json;
using ExperimentTracker.Storage.Postgres.Engine;
using ExperimentTracker.Values;
using Npgsql;

namespace ExperimentTracker.Storage.Postgres.Queries;

/// <summary>
/// Runs queries of users on a connection of their own, in a transaction that the server keeps read-only and ends after a time. In a store that several users share they
/// have the rights of a role that can only read the views. The SQL text is not examined; the extended protocol accepts a single statement, so none can end the
/// transaction and begin another.
/// </summary>
internal sealed class PostgresQueryRunner(PostgresDatabase database) : IQueryStore
{
    private static readonly TimeSpan DefaultTimeout = TimeSpan.FromMinutes(5);

    // The server counts in milliseconds, and 0 is no limit.
    private static readonly TimeSpan Longest = TimeSpan.FromMilliseconds(int.MaxValue);

    public IEnumerable<QueryRow> Run(string text, NamedValues parameters, CancellationToken cancellation, TimeSpan? timeout = null) =>
        database.Stream(connection => Rows((PostgresConnection)connection, text, parameters, timeout ?? DefaultTimeout, cancellation), cancellation);

    private IEnumerable<QueryRow> Rows(PostgresConnection connection, string text, NamedValues parameters, TimeSpan timeout, CancellationToken cancellation)
    {
        int milliseconds = Math.Max(1, (int)(timeout < Longest ? timeout : Longest).TotalMilliseconds);
        connection.Enqueue(new NpgsqlBatchCommand(string.Create(CultureInfo.InvariantCulture, $"SET LOCAL statement_timeout = {milliseconds}")));
        if (database.Access.QueryRole is { } role) connection.Enqueue(new NpgsqlBatchCommand($"SET LOCAL ROLE {role}"));
        connection.Flush();

        // Npgsql divides the text of a command into its statements, but refuses more than one in a command of a batch.
        var command = new NpgsqlBatchCommand(text);
        foreach ((string name, object? value) in parameters.Pairs) command.Parameters.Add(Parameter(name.TrimStart('@', '$', ':'), value));
        using NpgsqlBatch batch = connection.Inner.CreateBatch();
        batch.Timeout = 0;
        batch.BatchCommands.Add(command);
        using CancellationTokenRegistration cancelling = cancellation.Register(batch.Cancel);
        using NpgsqlDataReader reader = Guard(() => batch.ExecuteReader());
        if (reader.FieldCount == 0) throw QueryErrors.Refused(text, new NotSupportedException("the statement returns no rows"));
        string[] columns = [.. Enumerable.Range(0, reader.FieldCount).Select(reader.GetName)];
        while (Guard(reader.Read))
        {
            cancellation.ThrowIfCancellationRequested();
            yield return new QueryRow(columns, [.. Enumerable.Range(0, columns.Length).Select(i => Value(reader, i))]);
        }

        T Guard<T>(Func<T> step)
        {
            try
            {
                return step();
            }
            catch (PostgresException e) when (e.SqlState == PostgresErrorCodes.QueryCanceled && cancellation.IsCancellationRequested)
            {
                throw new OperationCanceledException(e.Message, e, cancellation);
            }
            catch (PostgresException e) when (e.SqlState == PostgresErrorCodes.QueryCanceled)
            {
                throw QueryErrors.TimedOut(text, timeout);
            }
            catch (PostgresException e) when (e.SqlState == PostgresErrorCodes.InsufficientPrivilege && database.Access.QueryRole is not null)
            {
                throw QueryErrors.OnlyViews(text, e);
            }
            catch (PostgresException e)
            {
                throw IsRefusal(e) ? QueryErrors.Refused(text, e) : QueryErrors.Failed(text, e);
            }
            catch (NotSupportedException e)
            {
                throw QueryErrors.Refused(text, e);
            }
            catch (InvalidOperationException e)
            {
                // A parameter of the query has no value.
                throw QueryErrors.Failed(text, e);
            }
        }
    }

    // The error of a text with several statements is one of syntax; PostgreSQL has no code for it alone.
    private static bool IsRefusal(PostgresException e) => e.SqlState is PostgresErrorCodes.ReadOnlySqlTransaction or PostgresErrorCodes.InsufficientPrivilege
        || (e.SqlState == PostgresErrorCodes.SyntaxError && e.MessageText.Contains("multiple commands", StringComparison.Ordinal));

    private static object? Value(NpgsqlDataReader reader, int column) => reader.IsDBNull(column) ? null : reader.GetValue(column) switch
    {
        int integer => (long)integer,
        short integer => (long)integer,
        float single => (double)single,
        decimal exact when exact == decimal.Truncate(exact) && exact is >= long.MinValue and <= long.MaxValue => (long)exact,
        decimal other => (double)other,
        string text => TextEscape.Read(text),
        var value => value,
    };

    private static NpgsqlParameter Parameter(string name, object? value) => new(name, value switch
    {
        null => DBNull.Value,
        DateTime time => UtcTicks.From(time),
        TimeSpan duration => duration.Ticks,
        NamedValues or object?[] => JsonText.Write(value),
        string text => TextEscape.Write(text),
        _ => value,
    });
}
