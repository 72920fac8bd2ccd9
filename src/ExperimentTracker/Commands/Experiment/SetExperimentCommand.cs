using System.Management.Automation;
using ExperimentTracker.Binding;

namespace ExperimentTracker.Commands;

/// <summary>Changes an experiment.</summary>
[Cmdlet(VerbsCommon.Set, "Experiment", SupportsShouldProcess = true)]
[OutputType(typeof(Experiment))]
public sealed class SetExperimentCommand : SetConfiguredCommand<ExperimentIdentity, Experiment>
{
    /// <summary>The experiment: its name, id or object.</summary>
    [Parameter(Mandatory = true, Position = 0, ValueFromPipeline = true)]
    [Alias("Id")]
    [ArgumentCompleter(typeof(ExperimentCompleter))]
    public ExperimentIdentity Experiment { get; set; } = null!;

    private protected override ExperimentIdentity Identity => Experiment;

    private protected override Experiment Change(IExperimentStore store, string id) => store.Experiments.Update(id, Changes, Cancellation);
}
