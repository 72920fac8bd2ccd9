namespace ExperimentTracker.Contracts.Runs;

/// <summary>Parameters of runs in a store.</summary>
public interface IParameterStore
{
    /// <summary>Adds parameters to a run that is pending or running. The same value again changes nothing.</summary>
    /// <exception cref="TrackerException">
    /// <c>RunNotFound</c>, <c>RecordRemoved</c>, <c>RunNotOpen</c>, <c>ParameterConflict</c> or <c>InvalidName</c>.
    /// </exception>
    void Add(string runId, NamedValues parameters, CancellationToken cancellation);

    /// <summary>The parameters of runs, by run in the order given and then by name.</summary>
    IReadOnlyList<RunParameter> List(IReadOnlyCollection<string> runIds, CancellationToken cancellation);
}
