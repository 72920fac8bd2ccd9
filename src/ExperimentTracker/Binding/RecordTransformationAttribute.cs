using System.Management.Automation;

namespace ExperimentTracker.Binding;

/// <summary>
/// Makes what is piped into a cmdlet that creates something bind as the run or experiment it is, or else by its properties. What a
/// transformation made needs no coercion, so it binds before PowerShell tries the object's properties on other parameters; and a row of a
/// table, which it refuses, is not mistaken for a record.
/// </summary>
/// <param name="type">What the parameter takes: a run or an experiment.</param>
public sealed class RecordTransformationAttribute(RecordType type) : ArgumentTransformationAttribute
{
    /// <summary>What the parameter takes.</summary>
    public RecordType Type => type;

    /// <summary>Whether a run that is piped means its experiment.</summary>
    public bool TakesRuns { get; init; }

    /// <inheritdoc/>
    public override object Transform(EngineIntrinsics engineIntrinsics, object inputData)
    {
        object? plain = inputData is PSObject { BaseObject: not PSCustomObject } wrapped ? wrapped.BaseObject : inputData;
        return (type == RecordType.Run ? ToRun(plain) : ToExperiment(plain)) ?? inputData;
    }

    // A text means the run to start, rather than the experiment to start one in.
    private static object? ToRun(object? value) => value switch
    {
        string text => new RunIdentity(text),
        Run run => new RunIdentity(run),
        PSObject foreign when ForeignRecord.Is<Run>(foreign) => new RunIdentity(foreign),
        PSObject row when ForeignRecord.KindOf(row) is null => throw Refusal(RecordType.Run),
        _ => null,
    };

    private object? ToExperiment(object? value) => value switch
    {
        Experiment experiment => new ExperimentIdentity(experiment),
        Run run when TakesRuns => new ExperimentIdentity(run),
        PSObject foreign when ForeignRecord.Is<Experiment>(foreign) => new ExperimentIdentity(foreign),
        PSObject row when ForeignRecord.KindOf(row) is null => throw Refusal(RecordType.Experiment),
        _ => null,
    };

    // With a PSInvalidCastException inside, the binder goes on to the properties of what is piped.
    private static ArgumentTransformationMetadataException Refusal(RecordType type)
    {
        var cause = new PSInvalidCastException($"The object is no {type.Noun()}, and no text that names one.");
        return new ArgumentTransformationMetadataException(cause.Message, cause);
    }
}
