using System.Management.Automation;
using ExperimentTracker.Contracts.Stores;
using ExperimentTracker.Loading;
using ExperimentTracker.Provenance;
using ExperimentTracker.Services;
using ExperimentTracker.Stores;

namespace ExperimentTracker.Sessions;

/// <summary>A run that this session started and has not ended.</summary>
internal sealed class CurrentRun
{
    private readonly IExperimentStore store;
    private readonly Run run;
    private readonly InvocationInfo? owner;
    private readonly InvocationInfo? starter;
    private readonly Heartbeat? heartbeat;
    private readonly long commandLine;
    private SystemSampler? sampler;
    private int ended;
    private int mentioned;

    public CurrentRun(IExperimentStore store, Run run, RunningScripts scripts, long commandLine)
    {
        (this.store, this.run, this.commandLine) = (store, run, commandLine);
        IsTyped = scripts.Depth <= 1;
        (owner, starter) = (scripts.Outermost, scripts.Innermost);
        if (run.Heartbeat is { } interval) heartbeat = new Heartbeat(interval, stop => !IsStoreDeleted && Store.Runs.RecordHeartbeat(run.Id, stop), store.Time);
    }

    public string RunId => run.Id;

    public string Path => run.Path;

    public string? ParentRunId => run.ParentRunId;

    public string ExperimentId => run.ExperimentId;

    /// <summary>The address of its store, as text.</summary>
    public string StorePath => store.Path;

    /// <summary>The address of its store.</summary>
    public StoreAddress Address => store.Address;

    /// <summary>Whether it was started by the text of a command line itself, and not by a function, script or block that the command line called.</summary>
    public bool IsTyped { get; }

    /// <summary>The store of the run, opened again if it was disconnected.</summary>
    public IExperimentStore Store => OpenStores.Reopen(store);

    /// <summary>Why the run is not worth going on with, once Test-RunPromise has said so: the run is cancelled when its block ends.</summary>
    public string? NoPromise { get; set; }

    /// <summary>Whether a block of Invoke-Run or Invoke-RunSweep runs as this run, which a cmdlet in it can end.</summary>
    public bool HasBlock { get; set; }

    /// <summary>Whether the run is worth going on with, asked after each point; <see langword="null"/> if it is not stopped early by itself.</summary>
    public Func<CancellationToken, bool>? PromiseCheck { get; set; }

    /// <summary>Whether the run belongs to this store.</summary>
    public bool IsIn(IExperimentStore other) => store == other || store.Address == other.Address;

    /// <summary>Whether the run was deleted with its store, which was in memory and was disconnected.</summary>
    public bool IsStoreDeleted => store.IsInMemory && !store.IsUsable;

    /// <summary>
    /// Whether the script that started it has ended. A run that was started at the prompt has no script and stays open until the session ends.
    /// </summary>
    public bool IsAbandoned(RunningScripts now) => owner is not null && !now.Contains(owner);

    /// <summary>
    /// Whether a script starts a run although an earlier call of the same script left this one open: <c>foreach ($lr in …) { ./train.ps1 }</c>. The
    /// outer script is still running and could have called train.ps1 to start the run for it, but the second call shows that it did not.
    /// </summary>
    public bool IsSupersededBy(RunningScripts now) =>
        starter?.MyCommand is ExternalScriptInfo { Path: var path } && !now.Contains(starter) && now.Path == path;

    /// <summary>Whether its store no longer exists: a folder that was removed, or a store in memory that was closed.</summary>
    public bool IsStoreMissing => !store.IsUsable && !StoreEngines.Exists(store.Address);

    /// <summary>Whether an earlier command line than this one started it. A script is called by one command line, whatever its length.</summary>
    public bool IsOfEarlierLine(long line) => commandLine != line;

    /// <summary>Claims the right to write a message about the run as a parent. Returns true once.</summary>
    public bool TryClaimMention() => Interlocked.Exchange(ref mentioned, 1) == 0;

    /// <summary>Records system metrics of the run until it ends, if that is asked for.</summary>
    /// <param name="asked">Whether it is; <see langword="null"/> if an interval says so.</param>
    /// <param name="interval">The interval of the points, or <see langword="null"/> for the default one.</param>
    /// <exception cref="TrackerException"><c>InvalidSampling</c>.</exception>
    public void Sample(bool? asked, TimeSpan? interval)
    {
        if (asked ?? interval is not null) sampler = SystemSampler.Start(run.Id, interval ?? SystemSampler.DefaultInterval, () => Store);
    }

    /// <summary>Records the system metrics since the last points, if there are any: the run is about to end.</summary>
    public void RecordRest() => sampler?.RecordRest();

    /// <summary>
    /// Claims the right to end the run. Returns true once, for the first caller: the script, the cleanup on another thread, or the exit of the
    /// process.
    /// </summary>
    public bool TryClaimEnd()
    {
        heartbeat?.Dispose();
        sampler?.Dispose();
        return Interlocked.Exchange(ref ended, 1) == 0;
    }

    /// <summary>Ends the run as Killed.</summary>
    public void Kill(string reason) => Store.Runs.ChangeStatus(
        new() { RunId = RunId, To = RunStatus.Killed, Reason = reason, ErrorMessage = reason, Actor = ProcessIdentities.Actor }, default);
}
