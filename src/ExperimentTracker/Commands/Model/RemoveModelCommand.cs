using System.Management.Automation;
using ExperimentTracker.Binding;

namespace ExperimentTracker.Commands;

/// <summary>Removes models with their versions. Runs and artifacts that versions link to stay.</summary>
[Cmdlet(VerbsCommon.Remove, "Model", SupportsShouldProcess = true, ConfirmImpact = ConfirmImpact.Medium)]
[OutputType(typeof(void))]
public sealed class RemoveModelCommand : TrackerCommand
{
    /// <summary>The models: names with wildcards, ids or objects.</summary>
    [Parameter(Mandatory = true, Position = 0, ValueFromPipeline = true)]
    [Alias("Name", "Id")]
    [SupportsWildcards]
    [ArgumentCompleter(typeof(ModelCompleter))]
    public ModelIdentity[] Model { get; set; } = [];

    /// <inheritdoc/>
    protected override void Process() => ForEach(Model, identity => ForEach([.. identity.FindAll(ReadStore, Cancellation)], Remove));

    private void Remove(Model found)
    {
        string what = $"model '{found.Name}' ({found.VersionCount} versions{(found.ProductionVersion is { } n ? $", version {n} in Production" : "")})";
        if (ShouldProcess(what, "Remove")) ReadStore.Models.Remove([found.Id], Cancellation);
    }
}
