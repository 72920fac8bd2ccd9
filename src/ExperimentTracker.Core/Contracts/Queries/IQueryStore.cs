namespace ExperimentTracker.Contracts.Queries;

/// <summary>Queries over the documented views, in the language of the engine.</summary>
public interface IQueryStore
{
    /// <summary>Runs a query and returns its rows as they are read. The engine itself prevents writes.</summary>
    /// <param name="text">The query; several statements return the rows of each.</param>
    /// <param name="parameters">The values of parameters, by name without prefix.</param>
    /// <param name="cancellation">Cancels the query.</param>
    /// <param name="timeout">
    /// After which time it ends, if its last row was not read by then; <see langword="null"/> for the default of the engine: none in a file, five minutes on a server.
    /// </param>
    /// <exception cref="TrackerException">
    /// <c>QueryRefused</c> for a query that writes, <c>QueryFailed</c> for a query that is not valid, <c>QueryTimedOut</c>.
    /// </exception>
    IEnumerable<QueryRow> Run(string text, NamedValues parameters, CancellationToken cancellation, TimeSpan? timeout = null);
}

/// <summary>One row of a query.</summary>
/// <param name="Columns">The names of the columns.</param>
/// <param name="Values">Their values: <see cref="long"/>, <see cref="double"/>, <see cref="string"/>, bytes, or <see langword="null"/>.</param>
public sealed record QueryRow(IReadOnlyList<string> Columns, IReadOnlyList<object?> Values);
