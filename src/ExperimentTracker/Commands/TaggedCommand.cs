using System.Management.Automation;
using ExperimentTracker.Binding;
using ExperimentTracker.Session;

namespace ExperimentTracker.Commands;

/// <summary>A cmdlet about the tags of projects, experiments and runs: those named or piped, or the current run.</summary>
public abstract class TaggedCommand : TrackerCommand
{
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
            Process(current.Store, RecordType.Run, current.RunId, $"Run {current.Path}");
            return;
        }

        ForEach(InputObject ?? [], ProcessObject);
        ForEach(Run ?? [], identity => ProcessRun(identity.Find(ReadStore, Cancellation)));
        ForEach(Experiment ?? [], identity => ProcessExperiment(identity.Find(ReadStore, Cancellation)));
        ForEach(Project ?? [], identity => ProcessProject(identity.Find(ReadStore, Cancellation)));
    }

    /// <summary>Does the work for one record.</summary>
    private protected abstract void Process(IExperimentStore store, RecordType type, string id, string name);

    private void ProcessObject(object input)
    {
        object value = input is PSObject { BaseObject: not PSCustomObject } wrapped ? wrapped.BaseObject : input;
        switch (value)
        {
            case Run run: ProcessRun(run); break;
            case Experiment experiment: ProcessExperiment(experiment); break;
            case Project project: ProcessProject(project); break;
            case Model model: Process(ReadStore, RecordType.Model, model.Id, $"Model '{model.Name}'"); break;
            case ModelVersion version: Process(ReadStore, RecordType.ModelVersion, version.Id, $"Model version {version.Path}"); break;
            case ExperimentTag tag: Process(ReadStore, tag.TargetType, tag.TargetId, $"{tag.TargetType} {tag.Target}"); break;
            case string text: ProcessRun(new RunIdentity(text).Find(ReadStore, Cancellation)); break;
            case PSObject foreign when ForeignRecord.TypeOf(foreign) is { } type: ProcessForeign(foreign, type); break;
            default:
                throw RunErrors.UnsupportedValue(nameof(InputObject), value, "a project, an experiment, a run, a model, a model version or a tag is expected");
        }
    }

    private void ProcessForeign(PSObject value, RecordType type)
    {
        switch (type)
        {
            case RecordType.Run: ProcessRun(new RunIdentity(value).Find(ReadStore, Cancellation)); break;
            case RecordType.Experiment: ProcessExperiment(new ExperimentIdentity(value).Find(ReadStore, Cancellation)); break;
            case RecordType.Project: ProcessProject(new ProjectIdentity(value).Find(ReadStore, Cancellation)); break;
        }
    }

    private void ProcessRun(Run run) => Process(ReadStore, RecordType.Run, run.Id, $"Run {run.Path}");

    private void ProcessExperiment(Experiment experiment) =>
        Process(ReadStore, RecordType.Experiment, experiment.Id, $"Experiment '{experiment.Name}'");

    private void ProcessProject(Project project) => Process(ReadStore, RecordType.Project, project.Id, $"Project '{project.Name}'");
}
