using System.Management.Automation;
using ExperimentTracker.Binding;
using ExperimentTracker.Formatting;
using ExperimentTracker.Json;
using ExperimentTracker.Rules;

namespace ExperimentTracker.Commands;

/// <summary>Computes the hash that identifies runs with the same parameters.</summary>
[Cmdlet(VerbsCommon.Get, "ParameterHash")]
[OutputType(typeof(string))]
public sealed class GetParameterHashCommand : GuardedCommand
{
    /// <summary>The parameters: a hashtable, or an object with a property for each.</summary>
    [Parameter(Mandatory = true, Position = 0, ValueFromPipeline = true)]
    public object Parameter { get; set; } = null!;

    /// <summary>Converts strings that are written as numbers or booleans, such as those of Import-Csv.</summary>
    [Parameter]
    public SwitchParameter InferType { get; set; }

    /// <inheritdoc/>
    protected override void Process()
    {
        NamedValues parameters = DomainValues.Parameters(Parameter, InferType, text => WriteVerbose(DisplayText.Text(text)));
        DistinctNames.CheckParameters(parameters);
        WriteObject(ParameterHash.Compute(parameters));
    }
}
