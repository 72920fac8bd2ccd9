namespace ExperimentTracker.Contracts.Runs;

/// <summary>Parameters of runs in a store.</summary>
public interface IParameterStore
{
    /// <summary>Adds parameters to a run that is pending or running. Adding the same value again changes nothing.</summary>
    /// <exception cref="TrackerException">
    /// <c>RunNotFound</c>, <c>RecordRemoved</c>, <c>RunNotOpen</c>, <c>ParameterConflict</c> or <c>InvalidName</c>.
    /// </exception>
    void Add(string runId, NamedValues parameters, CancellationToken cancellation);

    /// <summary>Returns the parameters of runs, in the order of the given ids and then sorted by name.</summary>
    IReadOnlyList<RunParameter> List(IReadOnlyCollection<string> runIds, CancellationToken cancellation);
}
