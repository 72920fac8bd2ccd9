using System.Management.Automation;
using ExperimentTracker.Contracts.Stores;

namespace ExperimentTracker.Binding;

/// <summary>The value of an <c>-Epoch</c> or <c>-Result</c> parameter: a record, or a string that is its id or its number within the run.</summary>
public sealed class EvaluationIdentity : RecordIdentity
{
    /// <summary>Identifies an epoch or a result by a string.</summary>
    public EvaluationIdentity(string text) : base(text) { }

    /// <summary>Identifies the record by its id.</summary>
    public EvaluationIdentity(Guid id) : base(id.ToString()) { }

    /// <summary>Identifies an epoch or a result by its record.</summary>
    public EvaluationIdentity(Evaluation evaluation) : base(evaluation, evaluation.Id) => RunId = evaluation.RunId;

    /// <summary>Identifies an epoch or a result by a deserialized record, a row of a CSV file, or a custom object.</summary>
    /// <exception cref="PSInvalidCastException">It has no Id.</exception>
    public EvaluationIdentity(PSObject foreign) : base(foreign, ForeignRecord.Is<Result>(foreign) ? RecordType.Result : RecordType.Epoch) =>
        RunId = ForeignRecord.TextOf(foreign, nameof(Evaluation.RunId));

    /// <summary>The id of the run, if it is known from a record.</summary>
    public string? RunId { get; }

    /// <summary>Returns the id of its run, if the string is an id in the store.</summary>
    public string? FindRunId(IExperimentStore store, RecordType type, CancellationToken cancellation) =>
        RunId ?? store.Evaluations.Query(new() { Type = type, Ids = [Text] }, cancellation).FirstOrDefault()?.RunId;
}
