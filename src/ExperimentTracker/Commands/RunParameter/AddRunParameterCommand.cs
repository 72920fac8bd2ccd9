using System.Collections;
using System.Management.Automation;
using ExperimentTracker.Binding;
using ExperimentTracker.Completion;
using ExperimentTracker.Formatting;
using ExperimentTracker.Rules;

namespace ExperimentTracker.Commands;

/// <summary>Adds parameters to a run.</summary>
[Cmdlet(VerbsCommon.Add, "RunParameter", DefaultParameterSetName = NameSet, SupportsShouldProcess = true)]
[OutputType(typeof(RunParameter))]
public sealed class AddRunParameterCommand : RunWritingCommand
{
    private const string NameSet = "Name";
    private const string ObjectSet = "Parameter";

    /// <inheritdoc/>
    [Parameter(ValueFromPipeline = true, ValueFromPipelineByPropertyName = true)]
    [Alias("RunId")]
    [RecordTransformation(RecordType.Run)]
    [ArgumentCompleter(typeof(RunCompleter))]
    public override RunIdentity? Run { get; set; }

    /// <summary>The name of one parameter.</summary>
    [Parameter(ParameterSetName = NameSet, Mandatory = true, Position = 0, ValueFromPipelineByPropertyName = true)]
    [ArgumentCompleter(typeof(ParameterCompleter))]
    public string Name { get; set; } = "";

    /// <summary>Its value.</summary>
    [Parameter(ParameterSetName = NameSet, Mandatory = true, Position = 1, ValueFromPipelineByPropertyName = true)]
    [AllowNull]
    [AllowEmptyString]
    [AllowEmptyCollection]
    public object? Value { get; set; }

    /// <summary>Several parameters: a hashtable.</summary>
    [Parameter(ParameterSetName = ObjectSet, Mandatory = true, Position = 0)]
    public IDictionary Parameter { get; set; } = null!;

    /// <summary>Several parameters: an object with a property for each.</summary>
    [Parameter(ParameterSetName = "InputObject", Mandatory = true)]
    public PSObject InputObject { get; set; } = null!;

    /// <summary>Converts strings that are written as numbers or booleans, such as those of Import-Csv.</summary>
    [Parameter]
    public SwitchParameter InferType { get; set; }

    /// <inheritdoc/>
    protected override void Process()
    {
        NamedValues parameters = ParameterSetName == NameSet
            ? new NamedValues([KeyValuePair.Create(Name, DomainValues.From(Name, Value))])
            : DomainValues.FromObject(nameof(Parameter), (object?)Parameter ?? InputObject);
        if (InferType) parameters = InferredTypes.Of(parameters, text => WriteVerbose(DisplayText.Text(text)));
        DistinctNames.CheckParameters(parameters);
        string runId = TargetRunId;
        if (!ShouldWrite(runId, "Add parameters")) return;
        RunStore.Parameters.Add(runId, parameters, Cancellation);
        if (!PassThru) return;
        WriteObject(RunStore.Parameters.List([runId], Cancellation).Where(p => parameters.Contains(p.Name)), enumerateCollection: true);
    }
}
