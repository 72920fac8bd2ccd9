using System.Management.Automation;
using ExperimentTracker.Binding;

namespace ExperimentTracker.Commands;

/// <summary>Changes a model.</summary>
[Cmdlet(VerbsCommon.Set, "Model", SupportsShouldProcess = true)]
[OutputType(typeof(Model))]
public sealed class SetModelCommand : TrackerCommand
{
    /// <summary>The model: its name, id or object.</summary>
    [Parameter(Mandatory = true, Position = 0, ValueFromPipeline = true)]
    [Alias("Id")]
    [ArgumentCompleter(typeof(ModelCompleter))]
    public ModelIdentity Model { get; set; } = null!;

    /// <summary>The new name.</summary>
    [Parameter]
    public string? Name { get; set; }

    /// <summary>The new description; an empty one takes it away.</summary>
    [Parameter]
    [AllowEmptyString]
    public string? Description { get; set; }

    /// <summary>Gives the changed model back.</summary>
    [Parameter]
    public SwitchParameter PassThru { get; set; }

    /// <inheritdoc/>
    protected override void Process()
    {
        Model found = Model.Find(ReadStore, Cancellation);
        if (!ShouldProcess($"model '{found.Name}'", "Change")) return;
        Model changed = ReadStore.Models.Update(found.Id, new() { Name = Name, Description = Description }, Cancellation);
        if (PassThru) WriteObject(changed);
    }
}
