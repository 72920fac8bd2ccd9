using System.Management.Automation;
using ExperimentTracker.Binding;
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

    /// <inheritdoc/>
    protected override void Process()
    {
        NamedValues parameters = DomainValues.FromObject(nameof(Parameter), Parameter);
        DistinctNames.CheckParameters(parameters);
        WriteObject(ParameterHash.Compute(parameters));
    }
}
