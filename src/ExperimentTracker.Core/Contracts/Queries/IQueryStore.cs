namespace ExperimentTracker.Contracts.Queries;

/// <summary>Reading a store in its engine's own query language, over the documented views.</summary>
public interface IQueryStore
{
    /// <summary>
    /// Runs a query and gives its rows as they are read. The engine itself refuses whatever would write, whatever the text says.
    /// </summary>
    /// <param name="text">The query; several statements give the rows of each.</param>
    /// <param name="parameters">Values for the parameters of the text, by name without its prefix.</param>
    /// <param name="cancellation">Stops the query.</param>
    /// <exception cref="TrackerException"><c>QueryRefused</c> for what would write, <c>QueryFailed</c> for what does not run.</exception>
    IEnumerable<QueryRow> Run(string text, NamedValues parameters, CancellationToken cancellation);
}

/// <summary>One row of a query.</summary>
/// <param name="Columns">The names of the columns.</param>
/// <param name="Values">Their values: <see cref="long"/>, <see cref="double"/>, <see cref="string"/>, bytes, or <see langword="null"/>.</param>
public sealed record QueryRow(IReadOnlyList<string> Columns, IReadOnlyList<object?> Values);
