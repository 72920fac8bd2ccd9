using System.Management.Automation;

namespace ExperimentTracker.Binding;

/// <summary>What an <c>-Epoch</c> or <c>-Result</c> parameter takes: an object; or a text: an id, or its number within the run.</summary>
public sealed class EvaluationIdentity
{
    /// <summary>Names an epoch or a result by a text.</summary>
    public EvaluationIdentity(string text) => Text = text;

    /// <summary>Names an epoch or a result by its object.</summary>
    public EvaluationIdentity(Evaluation evaluation)
        : this(evaluation.Id) => RunId = evaluation.RunId;

    /// <summary>Names an epoch or a result by an object that came back from a job or a file.</summary>
    /// <exception cref="PSInvalidCastException">It has no Id.</exception>
    public EvaluationIdentity(PSObject deserialized)
        : this(deserialized.Properties["Id"]?.Value as string ?? throw new PSInvalidCastException("The object has no Id.")) =>
        RunId = deserialized.Properties["RunId"]?.Value as string;

    /// <summary>The text, or the id of the object.</summary>
    public string Text { get; }

    /// <summary>The id of the run, when an object told it.</summary>
    public string? RunId { get; }

    /// <summary>The id of its run, if the text is an id in the store.</summary>
    public string? FindRunId(IExperimentStore store, RecordType type, CancellationToken cancellation) =>
        RunId ?? store.Evaluations.Query(new() { Type = type, Ids = [Text] }, cancellation).FirstOrDefault()?.RunId;

    /// <summary>The text.</summary>
    public override string ToString() => Text;
}
