using System.Management.Automation;
using ExperimentTracker.Binding;

namespace ExperimentTracker.Commands;

/// <summary>Changes an experiment.</summary>
[Cmdlet(VerbsCommon.Set, "Experiment", SupportsShouldProcess = true)]
[OutputType(typeof(Experiment))]
public sealed class SetExperimentCommand : TrackerCommand
{
    /// <summary>The experiment: its name, id or object.</summary>
    [Parameter(Mandatory = true, Position = 0, ValueFromPipeline = true)]
    [Alias("Id")]
    [ArgumentCompleter(typeof(ExperimentCompleter))]
    public ExperimentIdentity Experiment { get; set; } = null!;

    /// <summary>The new name.</summary>
    [Parameter]
    public string? Name { get; set; }

    /// <summary>The new description; an empty one takes it away.</summary>
    [Parameter]
    [AllowEmptyString]
    public string? Description { get; set; }

    /// <summary>The new configuration: any object; <c>$null</c> takes it away.</summary>
    [Parameter]
    [AllowNull]
    public object? Config { get; set; }

    /// <summary>Gives the changed experiment back.</summary>
    [Parameter]
    public SwitchParameter PassThru { get; set; }

    /// <inheritdoc/>
    protected override void Process()
    {
        Experiment found = Experiment.Find(ReadStore, Cancellation);
        if (!ShouldProcess($"experiment '{found.Name}'", "Change")) return;
        var change = new CatalogChange
        {
            Name = Name,
            Description = Description,
            SetsConfig = MyInvocation.BoundParameters.ContainsKey(nameof(Config)),
            Config = DomainValues.From(nameof(Config), Config),
        };
        Experiment changed = ReadStore.Experiments.Update(found.Id, change, Cancellation);
        if (PassThru) WriteObject(changed);
    }
}
