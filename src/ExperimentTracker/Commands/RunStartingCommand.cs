using System.Management.Automation;
using ExperimentTracker.Binding;
using ExperimentTracker.Contracts.Stores;
using ExperimentTracker.Errors;
using ExperimentTracker.Formatting;
using ExperimentTracker.Provenance;
using ExperimentTracker.Services;
using ExperimentTracker.Sessions;

namespace ExperimentTracker.Commands;

/// <summary>A cmdlet that starts a run, with options for what to capture.</summary>
public abstract class RunStartingCommand : RunCreatingCommand
{
    /// <summary>
    /// Captures the uncommitted changes of the git work tree as the artifact <c>git/uncommitted.diff</c>, and the names of untracked files as
    /// <c>git/untracked.txt</c>.
    /// </summary>
    [Parameter]
    public SwitchParameter CaptureDiff { get; set; }

    /// <summary>
    /// Captures the hardware, the operating system and the loaded modules as the artifact <c>environment/system.json</c>, and the lock files of pip, dotnet and npm beside the script.
    /// </summary>
    [Parameter]
    public SwitchParameter CaptureEnvironment { get; set; }

    /// <summary>Logs the arguments of the calling script as parameters; those of -Parameter take precedence.</summary>
    [Parameter(ParameterSetName = NewSet)]
    public SwitchParameter CaptureParameters { get; set; }

    /// <summary>
    /// The interval of the heartbeats that this process records: a number of seconds or a time span. With it, another host that opens the store can
    /// detect that the run is orphaned; on this host the lock of the process is enough.
    /// </summary>
    [Parameter]
    [AllowNull]
    [IntervalTransformation(typeof(TimeSpan?))]
    public TimeSpan? Heartbeat { get; set; }

    /// <summary>
    /// Records what the process, its child processes and the machine do while the run is running, as the series <c>system/…</c>: processor, memory, disk, network and GPU.
    /// </summary>
    [Parameter]
    public SwitchParameter SystemMetrics { get; set; }

    /// <summary>The interval of the points of -SystemMetrics, which it implies: a number of seconds or a time span; defaults to 5 seconds.</summary>
    [Parameter]
    [AllowNull]
    [IntervalTransformation(typeof(TimeSpan?))]
    public TimeSpan? Every { get; set; }

    /// <inheritdoc/>
    private protected override NamedValues ParametersToStartWith(Run? template)
    {
        NamedValues given = base.ParametersToStartWith(template);
        if (!CaptureParameters) return given;
        NamedValues captured = Redactor.Values(DomainValues.Captured(State.Scripts.Arguments));
        return new(given.Pairs.Concat(captured.Pairs.Where(p => !given.Contains(p.Key))));
    }

    /// <summary>Records the build on an existing run: the build that last started it.</summary>
    private protected Run RecordBuild(IExperimentStore store, Run run)
    {
        NamedValues facts = CaptureBuild();
        if (facts.Count == 0) return run;
        store.Tags.Set(RecordType.Run, run.Id, facts, Cancellation);
        return store.Runs.Query(new() { Ids = [run.Id] }, Cancellation).FirstOrDefault() ?? run;
    }

    /// <summary>Checks the interval of system metrics, before a run is created.</summary>
    /// <exception cref="TrackerException"><c>InvalidSampling</c>.</exception>
    private protected void CheckSampling()
    {
        if (Every is { } interval) SystemSampler.Check(interval);
    }

    /// <summary>Makes the run the current run, and begins to record its system metrics if that is asked for.</summary>
    private protected CurrentRun MakeCurrent(IExperimentStore store, Run run)
    {
        CurrentRun current = State.Push(store, run, MyInvocation.HistoryId);
        current.Sample(MyInvocation.BoundParameters.ContainsKey(nameof(SystemMetrics)) ? SystemMetrics.IsPresent : null, Every);
        return current;
    }

    /// <summary>Captures the artifacts that accompany the start of a run. A failure is written as an error, and does not prevent the run.</summary>
    private protected void CaptureContext(IExperimentStore store, Run run)
    {
        if (NoProvenance) return;
        try
        {
            if (CaptureDiff) SaveDiff(store, run);
            if (CaptureEnvironment) SaveEnvironment(store, run);
        }
        catch (TrackerException error)
        {
            WriteError(error.ToErrorRecord());
        }
    }

    private void SaveEnvironment(IExperimentStore store, Run run)
    {
        var modules = InvokeCommand.InvokeScript(@"Microsoft.PowerShell.Core\Get-Module").Select(module => module.BaseObject).OfType<PSModuleInfo>().Select(module => (module.Name, $"{module.Version}"));
        foreach (string path in RunEnvironment.Save(store, run, modules, Redactor, Cancellation))
        {
            WriteWarning($"-CaptureEnvironment does not capture {DisplayText.Text(path)}: it cannot be read, or is larger than 8 MB.");
        }
    }

    private void SaveDiff(IExperimentStore store, Run run)
    {
        if (GitWorkTree.Of(run.Origin) is not { } tree)
        {
            WriteWarning($"-CaptureDiff captures nothing: {DisplayText.Text(run.Origin.WorkingDirectory)} is not in a git work tree.");
        }
        else if (UncommittedChanges.Of(tree) is not { } changes)
        {
            WriteWarning($"-CaptureDiff captures nothing: git did not respond for {DisplayText.Text(tree.Root)}.");
        }
        else
        {
            changes.Save(store, run.Id, Redactor, Cancellation);
        }
    }
}
