namespace ExperimentTracker.Contracts.Runs;

/// <summary>What runs consumed.</summary>
public interface IRunInputStore
{
    /// <summary>Notes that a run, in whatever status, consumed something. The same in the same role again changes nothing.</summary>
    /// <exception cref="TrackerException">
    /// <c>RunNotFound</c>, <c>RecordRemoved</c>, <c>ArtifactNotFound</c>, <c>ModelVersionNotFound</c> or <c>DatasetNotFound</c>.
    /// </exception>
    RunInput Add(string runId, RunInputKind kind, string targetId, string? role, CancellationToken cancellation);

    /// <summary>The inputs of runs, by run in the order given and then as they were noted.</summary>
    IReadOnlyList<RunInput> List(IReadOnlyCollection<string> runIds, CancellationToken cancellation);
}
