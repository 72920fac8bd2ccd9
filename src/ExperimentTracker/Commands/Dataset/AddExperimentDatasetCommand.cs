using System.Management.Automation;
using ExperimentTracker.Binding;
using ExperimentTracker.Completion;

namespace ExperimentTracker.Commands;

/// <summary>Notes that an experiment uses datasets.</summary>
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

    /// <summary>As the one that the experiment is about; another one that was stays a plain one.</summary>
    [Parameter]
    public SwitchParameter Primary { get; set; }

    /// <summary>Gives the datasets back.</summary>
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
