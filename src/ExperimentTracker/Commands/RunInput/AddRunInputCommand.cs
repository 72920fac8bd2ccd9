using System.Management.Automation;
using ExperimentTracker.Binding;
using ExperimentTracker.Completion;
using ExperimentTracker.Contracts.Stores;
using ExperimentTracker.Rules;
using ExperimentTracker.Sessions;
using ExperimentTracker.Stores;
using ExperimentTracker.Values;

namespace ExperimentTracker.Commands;

/// <summary>Adds inputs to a run: artifacts, model versions or datasets.</summary>
[Cmdlet(VerbsCommon.Add, "RunInput", SupportsShouldProcess = true, DefaultParameterSetName = "InputObject")]
[OutputType(typeof(RunInput))]
public sealed class AddRunInputCommand : TrackerCommand
{
    /// <summary>Artifacts, model versions, datasets, or inputs of other runs, as objects.</summary>
    [Parameter(ParameterSetName = "InputObject", Mandatory = true, Position = 0, ValueFromPipeline = true)]
    public object[] InputObject { get; set; } = [];

    /// <summary>A dataset: its name, id or object.</summary>
    [Parameter(ParameterSetName = "Dataset", Mandatory = true)]
    [ArgumentCompleter(typeof(DatasetCompleter))]
    public DatasetIdentity? Dataset { get; set; }

    /// <summary>A model version: its id, <c>model/3</c>, <c>model/alias</c>, or its object.</summary>
    [Parameter(ParameterSetName = "ModelVersion", Mandatory = true)]
    [ArgumentCompleter(typeof(ModelVersionCompleter))]
    public ModelVersionIdentity? ModelVersion { get; set; }

    /// <summary>An artifact, by its id.</summary>
    [Parameter(ParameterSetName = "Artifact", Mandatory = true)]
    public string? ArtifactId { get; set; }

    /// <summary>The role in which the run used it, such as train or test.</summary>
    [Parameter]
    [ArgumentCompleter(typeof(InputRoleCompleter))]
    [AllowNull]
    [AllowEmptyString]
    public string? Role { get; set; }

    // Not bound by property name: the properties of a model version identify the run that produced it.
    /// <summary>The run: its id, name, path or object. Without it, the current run.</summary>
    [Parameter]
    [ArgumentCompleter(typeof(RunCompleter))]
    public RunIdentity? Run { get; set; }

    /// <summary>Returns the inputs.</summary>
    [Parameter]
    public SwitchParameter PassThru { get; set; }

    /// <inheritdoc/>
    protected override void Process()
    {
        CurrentRun? current = Run is null ? State.Current ?? throw RunErrors.NoCurrentRun() : null;
        IExperimentStore store = Store is null && current is not null ? Using(current.Store) : ReadStore;
        string runId = current?.RunId ?? Run!.Find(store, Cancellation).Id;
        CheckSource((Dataset ?? (RecordIdentity?)ModelVersion)?.Source, store);
        if (Dataset is not null) Add(store, runId, Dataset.Find(store, Cancellation));
        else if (ModelVersion is not null) Add(store, runId, ModelVersion.Find(store, Cancellation));
        else if (ArtifactId is not null) Add(store, runId, RunInputKind.Artifact, ArtifactId, ArtifactId);
        else ForEach(InputObject, input => Add(store, runId, input));
    }

    // By their properties, which deserialized records have too.
    private void Add(IExperimentStore store, string runId, object input)
    {
        PSObject record = ForeignRecord.Unwrap(PSObject.AsPSObject(input));
        if (ForeignRecord.KindOf(record) == nameof(RunInput))
        {
            AddInput(store, runId, record);
            return;
        }

        (RunInputKind kind, string name) = ForeignRecord.KindOf(record) switch
        {
            nameof(Artifact) => (RunInputKind.Artifact, nameof(Artifact.Key)),
            nameof(ModelVersion) => (RunInputKind.ModelVersion, nameof(ExperimentTracker.ModelVersion.Path)),
            nameof(Dataset) => (RunInputKind.Dataset, nameof(ExperimentTracker.Dataset.Name)),
            _ => throw RunErrors.UnsupportedValue(nameof(InputObject), record.BaseObject, "an artifact, a model version, a dataset or an input of a run is expected"),
        };
        CheckSource(RecordOrigins.Of(input), store);
        Add(store, runId, kind, $"{record.Properties["Id"].Value}", $"{record.Properties[name].Value}");
    }

    private void AddInput(IExperimentStore store, string runId, PSObject input)
    {
        CheckSource(RecordOrigins.Of(input), store);
        var kind = Enum.Parse<RunInputKind>($"{PlainValue.Of(input.Properties[nameof(RunInput.Kind)].Value)}");
        string name = $"{input.Properties[nameof(RunInput.Name)].Value}";
        Add(store, runId, kind, $"{input.Properties[nameof(RunInput.TargetId)].Value}", name, ForeignRecord.TextOf(input, nameof(RunInput.Role)));
    }

    private void Add(IExperimentStore store, string runId, RunInputKind kind, string id, string name, string? role = null)
    {
        if (!ShouldChange($"run {RecordId.Shorten(runId)}", $"Add input '{name}'")) return;
        RunInput added = store.Inputs.Add(runId, kind, id, Role ?? role, Cancellation);
        if (PassThru) WriteObject(added);
    }
}
