using System.Management.Automation;
using ExperimentTracker.Binding;

namespace ExperimentTracker.Commands;

/// <summary>Changes a model.</summary>
[Cmdlet(VerbsCommon.Set, "Model", SupportsShouldProcess = true)]
[OutputType(typeof(Model))]
public sealed class SetModelCommand : SetDescribedCommand<ModelIdentity, Model>
{
    /// <summary>The model: its name, id or object.</summary>
    [Parameter(Mandatory = true, Position = 0, ValueFromPipeline = true)]
    [Alias("Id")]
    [ArgumentCompleter(typeof(ModelCompleter))]
    public ModelIdentity Model { get; set; } = null!;

    private protected override ModelIdentity Identity => Model;

    private protected override Model Change(IExperimentStore store, string id) => store.Models.Update(id, Changes, Cancellation);
}
