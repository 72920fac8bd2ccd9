using System.Management.Automation;
using ExperimentTracker.Binding;
using ExperimentTracker.Json;

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
    protected override void Process() => WriteObject(ParameterHash.Compute(DomainValues.FromObject(nameof(Parameter), Parameter)));
}
