using System.Management.Automation;
using ExperimentTracker.Binding;
using ExperimentTracker.Completion;
using ExperimentTracker.Contracts.Stores;
using ExperimentTracker.Formatting;
using ExperimentTracker.Rules;
using ExperimentTracker.Sessions;
using ExperimentTracker.Stores;

namespace ExperimentTracker.Commands;

/// <summary>A cmdlet about the tags of projects, experiments and runs: those that are named or piped, or the current run.</summary>
public abstract class TaggedCommand : TrackerCommand
{
    private static readonly RecordType[] Tagged = [RecordType.Project, RecordType.Experiment, RecordType.Run, RecordType.Model, RecordType.ModelVersion];

    /// <summary>Projects, experiments, runs, models or model versions, as objects.</summary>
    [Parameter(ValueFromPipeline = true)]
    public object[]? InputObject { get; set; }

    /// <summary>Runs: ids, names, paths or objects.</summary>
    [Parameter]
    [ArgumentCompleter(typeof(RunCompleter))]
    public RunIdentity[]? Run { get; set; }

    /// <summary>Experiments: names, ids or objects.</summary>
    [Parameter]
    [ArgumentCompleter(typeof(ExperimentCompleter))]
    public ExperimentIdentity[]? Experiment { get; set; }

    /// <summary>Projects: names, ids or objects.</summary>
    [Parameter]
    [ArgumentCompleter(typeof(ProjectCompleter))]
    public ProjectIdentity[]? Project { get; set; }

    /// <inheritdoc/>
    protected sealed override void Process()
    {
        if (InputObject is null && Run is null && Experiment is null && Project is null)
        {
            CurrentRun current = State.Current ?? throw RunErrors.NoCurrentRun();
            Process(Using(current.Store), RecordType.Run, current.RunId, $"Run {current.Path}");
            return;
        }

        ForEach(InputObject ?? [], ProcessObject);
        ForEach(Run ?? [], ProcessNamed);
        ForEach(Experiment ?? [], ProcessNamed);
        ForEach(Project ?? [], ProcessNamed);
    }

    /// <summary>Processes one record.</summary>
    private protected abstract void Process(IExperimentStore store, RecordType type, string id, string name);

    private void ProcessNamed<T>(RecordIdentity<T> identity)
        where T : class
    {
        IExperimentStore store = StoreOf(identity);
        (RecordType type, string id, string name) = Describe(PSObject.AsPSObject(identity.Find(store, Cancellation)));
        Process(store, type, id, name);
    }

    private void ProcessObject(object input)
    {
        if ((input is PSObject wrapped ? wrapped.BaseObject : input) is string text)
        {
            ProcessNamed(new RunIdentity(text));
            return;
        }

        (RecordType type, string id, string name) = Describe(PSObject.AsPSObject(input));
        Process(StoreOf(RecordOrigins.Of(input)) ?? ReadStore, type, id, name);
    }

    // By their properties, which deserialized records have too.
    private static (RecordType Type, string Id, string Name) Describe(PSObject record)
    {
        string? kind = ForeignRecord.KindOf(record);
        if (kind == nameof(ExperimentTag)) return (Enum.Parse<RecordType>(Text("TargetType")), Text("TargetId"), $"{Text("TargetType")} {Text("Target")}");
        return Enum.TryParse(kind, out RecordType type) && Tagged.Contains(type)
            ? (type, Text("Id"), RecordTitle.AtSentenceStart(record))
            : throw RunErrors.UnsupportedValue(
                nameof(InputObject), record.BaseObject, "a project, an experiment, a run, a model, a model version or a tag is expected");

        string Text(string property) => $"{record.Properties[property]?.Value}";
    }
}
