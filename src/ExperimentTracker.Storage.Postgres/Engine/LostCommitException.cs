namespace ExperimentTracker.Storage.Postgres.Engine;

/// <summary>The connection was lost during a commit, and the server cannot be asked whether the transaction was committed.</summary>
/// <param name="inner">The error of the connection.</param>
internal sealed class LostCommitException(Exception inner) : Exception(inner.Message, inner);
