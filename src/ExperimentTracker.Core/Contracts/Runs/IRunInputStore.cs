namespace ExperimentTracker.Contracts.Runs;

/// <summary>Inputs of runs in a store.</summary>
public interface IRunInputStore
{
    /// <summary>Adds an input to a run in any status. Adding the same input in the same role again changes nothing.</summary>
    /// <exception cref="TrackerException">
    /// <c>RunNotFound</c>, <c>RecordRemoved</c>, <c>ArtifactNotFound</c>, <c>ModelVersionNotFound</c> or <c>DatasetNotFound</c>.
    /// </exception>
    RunInput Add(string runId, RunInputKind kind, string targetId, string? role, CancellationToken cancellation);

    /// <summary>Returns the inputs of runs, in the order of the given ids and then in the order they were added.</summary>
    IReadOnlyList<RunInput> List(IReadOnlyCollection<string> runIds, CancellationToken cancellation);

    /// <summary>Returns the inputs of other runs that this run made: its artifacts and its model versions, in the order they were added.</summary>
    IReadOnlyList<RunInput> UsesOf(string runId, CancellationToken cancellation);
}
