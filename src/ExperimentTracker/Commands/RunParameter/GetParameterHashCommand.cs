using System.Management.Automation;
using ExperimentTracker.Binding;
using ExperimentTracker.Json;

namespace ExperimentTracker.Commands;

/// <summary>Computes the hash by which runs of the same parameters are found again.</summary>
[Cmdlet(VerbsCommon.Get, "ParameterHash")]
[OutputType(typeof(string))]
public sealed class GetParameterHashCommand : GuardedCommand
{
    /// <summary>The parameters: a hashtable, or an object whose properties they are.</summary>
    [Parameter(Mandatory = true, Position = 0, ValueFromPipeline = true)]
    public object Parameter { get; set; } = null!;

    /// <inheritdoc/>
    protected override void Process() => WriteObject(ParameterHash.Compute(DomainValues.FromObject(nameof(Parameter), Parameter)));
}
