using System.Management.Automation;
using ExperimentTracker.Rules;

namespace ExperimentTracker.Binding;

/// <summary>
/// Binds pipeline input of a cmdlet that creates a record either as a run or experiment, or by its properties. A transformed value needs no coercion,
/// so it is bound before PowerShell tries the object's properties on other parameters. A row of a table is rejected here, so it is not confused with
/// a record.
/// </summary>
/// <param name="type">What the parameter accepts: a run or an experiment.</param>
public sealed class RecordTransformationAttribute(RecordType type) : ArgumentTransformationAttribute
{
    /// <summary>What the parameter accepts.</summary>
    public RecordType Type => type;

    /// <summary>Whether a piped run identifies its experiment.</summary>
    public bool AcceptsRuns { get; init; }

    /// <inheritdoc/>
    public override object Transform(EngineIntrinsics engineIntrinsics, object inputData)
    {
        object? plain = inputData is PSObject { BaseObject: not PSCustomObject } wrapped ? wrapped.BaseObject : inputData;
        return (type == RecordType.Run ? ToRun(plain) : ToExperiment(plain)) ?? inputData;
    }

    // A string identifies the run to start, not the experiment to start it in.
    private static object? ToRun(object? value) => value switch
    {
        string text => new RunIdentity(text),
        Guid id => new RunIdentity(id),
        Run run => new RunIdentity(run),
        PSObject foreign when ForeignRecord.Is<Run>(foreign) => new RunIdentity(foreign),
        PSObject row when ForeignRecord.KindOf(row) is null => throw Refusal(RecordType.Run),
        _ => null,
    };

    private object? ToExperiment(object? value) => value switch
    {
        Experiment experiment => new ExperimentIdentity(experiment),
        Run run when AcceptsRuns => new ExperimentIdentity(run),
        PSObject foreign when ForeignRecord.Is<Experiment>(foreign) => new ExperimentIdentity(foreign),
        PSObject row when ForeignRecord.KindOf(row) is null => throw Refusal(RecordType.Experiment),
        _ => null,
    };

    // Because the inner exception is a PSInvalidCastException, the binder continues with the properties of the pipeline object.
    private static ArgumentTransformationMetadataException Refusal(RecordType type)
    {
        var cause = new PSInvalidCastException($"The object is not {type.Article()} {type.Noun()}, and not a string that identifies one.");
        return new ArgumentTransformationMetadataException(cause.Message, cause);
    }
}
