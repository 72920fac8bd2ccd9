namespace ExperimentTracker.Storage.Postgres.Engine;

/// <summary>The connection was lost before the transaction was committed: it can be repeated.</summary>
/// <param name="inner">The error of the connection.</param>
internal sealed class LostTransactionException(Exception inner) : IOException(inner.Message, inner);
