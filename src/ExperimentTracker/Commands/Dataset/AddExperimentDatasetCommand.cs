using System.Management.Automation;
using ExperimentTracker.Binding;
using ExperimentTracker.Completion;

namespace ExperimentTracker.Commands;

/// <summary>Records that an experiment uses datasets.</summary>
[Cmdlet(VerbsCommon.Add, "ExperimentDataset", SupportsShouldProcess = true)]
[OutputType(typeof(Dataset))]
public sealed class AddExperimentDatasetCommand : TrackerCommand
{
    /// <summary>The experiment: its name, id or object.</summary>
    [Parameter(Mandatory = true, Position = 0)]
    [ArgumentCompleter(typeof(ExperimentCompleter))]
    public ExperimentIdentity Experiment { get; set; } = null!;

    /// <summary>The datasets: names with wildcards, ids or objects.</summary>
    [Parameter(Mandatory = true, Position = 1, ValueFromPipeline = true)]
    [SupportsWildcards]
    [ArgumentCompleter(typeof(DatasetCompleter))]
    public DatasetIdentity[] Dataset { get; set; } = [];

    /// <summary>Makes it the primary dataset of the experiment; a previous primary dataset stays as a regular one.</summary>
    [Parameter]
    public SwitchParameter Primary { get; set; }

    /// <summary>Returns the datasets.</summary>
    [Parameter]
    public SwitchParameter PassThru { get; set; }

    /// <inheritdoc/>
    protected override void Process()
    {
        Experiment experiment = Experiment.Find(ReadStore, Cancellation);
        ForEach(Dataset.SelectMany(d => d.FindAll(ReadStore, Cancellation)), dataset =>
        {
            if (!ShouldProcess($"experiment '{experiment.Name}'", $"Add {(Primary ? "primary " : "")}dataset '{dataset.Name}'")) return;
            ReadStore.Datasets.AddToExperiment(experiment.Id, dataset.Id, Primary, Cancellation);
            if (PassThru) WriteObject(ReadStore.Datasets.Query(new() { Ids = [dataset.Id] }, Cancellation), enumerateCollection: true);
        });
    }
}
