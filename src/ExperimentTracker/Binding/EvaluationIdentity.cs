using System.Management.Automation;

namespace ExperimentTracker.Binding;

/// <summary>What an <c>-Epoch</c> or <c>-Result</c> parameter takes: an object; or a text: an id, or its number within the run.</summary>
public sealed class EvaluationIdentity : RecordIdentity
{
    /// <summary>Names an epoch or a result by a text.</summary>
    public EvaluationIdentity(string text) : base(text) { }

    /// <summary>Names an epoch or a result by its object.</summary>
    public EvaluationIdentity(Evaluation evaluation) : base(evaluation, evaluation.Id) => RunId = evaluation.RunId;

    /// <summary>Names an epoch or a result by an object that came back from a job or a file, or by a row of a CSV file.</summary>
    /// <exception cref="PSInvalidCastException">It has no Id.</exception>
    public EvaluationIdentity(PSObject foreign) : base(foreign, ForeignRecord.Is<Result>(foreign) ? RecordType.Result : RecordType.Epoch) =>
        RunId = ForeignRecord.TextOf(foreign, nameof(Evaluation.RunId));

    /// <summary>The id of the run, when an object told it.</summary>
    public string? RunId { get; }

    /// <summary>The id of its run, if the text is an id in the store.</summary>
    public string? FindRunId(IExperimentStore store, RecordType type, CancellationToken cancellation) =>
        RunId ?? store.Evaluations.Query(new() { Type = type, Ids = [Text] }, cancellation).FirstOrDefault()?.RunId;
}
