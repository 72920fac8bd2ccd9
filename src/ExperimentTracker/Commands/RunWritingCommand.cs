using System.Management.Automation;
using ExperimentTracker.Binding;
using ExperimentTracker.Completion;
using ExperimentTracker.Contracts.Metrics;
using ExperimentTracker.Contracts.Stores;
using ExperimentTracker.Formatting;
using ExperimentTracker.InvokeRun;
using ExperimentTracker.Rules;
using ExperimentTracker.Series;
using ExperimentTracker.Sessions;
using ExperimentTracker.Stores;
using ExperimentTracker.Values;

namespace ExperimentTracker.Commands;

/// <summary>A cmdlet that writes to a run: the one that is named, or the current one.</summary>
public abstract class RunWritingCommand : TrackerCommand
{
    private readonly Dictionary<string, bool> allowed = new(StringComparer.Ordinal);
    private readonly Dictionary<(IExperimentStore Store, string Text), string> ids = [];
    private CurrentRun? current;
    private int version;

    /// <summary>The run: its id, name, path or object. Without it, the current run.</summary>
    [Parameter(ValueFromPipelineByPropertyName = true)]
    [Alias("RunId")]
    [ArgumentCompleter(typeof(RunCompleter))]
    public virtual RunIdentity? Run { get; set; }

    /// <summary>Returns what was written.</summary>
    [Parameter]
    public SwitchParameter PassThru { get; set; }

    /// <summary>The id of the run to write to.</summary>
    /// <exception cref="TrackerException"><c>NoCurrentRun</c>, <c>RunNotFound</c> or <c>RunAmbiguous</c>.</exception>
    private protected string TargetRunId => IdOf(Run);

    /// <summary>The store of the run to write to.</summary>
    private protected IExperimentStore RunStore => StoreOfRun(Run);

    /// <summary>The id of the run to write to.</summary>
    /// <exception cref="TrackerException"><c>NoCurrentRun</c>, <c>RunNotFound</c> or <c>RunAmbiguous</c>.</exception>
    private protected string IdOf(RunIdentity? run, RecordSource? from = null)
    {
        if (run is null) return Current().RunId;
        if (run.IsExact) return run.Text;
        IExperimentStore store = StoreOfRun(run, from);
        if (!ids.TryGetValue((store, run.Text), out string? id)) ids.Add((store, run.Text), id = run.Find(store, Cancellation).Id);
        return id;
    }

    /// <summary>The store of a run to write to. A run that this session started stays in the store it was started in.</summary>
    /// <param name="run">The run; <see langword="null"/> for the current one.</param>
    /// <param name="from">The source of the record that identified the run, if there was one.</param>
    private protected IExperimentStore StoreOfRun(RunIdentity? run, RecordSource? from = null)
    {
        if (Store is not null) return ReadStore;
        if (run is null) return Using(Current().Store);
        RecordSource? source = run.Source ?? from ?? (run == Run && IsPiped(nameof(Run)) ? PipedSource : null);
        return StoreOf(source) ?? Using(State.StoreOf(run.Text) ?? ReadStore);
    }

    // Looked up again when the session's runs change, because it takes as long as writing a point: the call stack is examined.
    private CurrentRun Current()
    {
        if (current is not null && version == State.Version) return current;
        current = State.Current ?? throw RunErrors.NoCurrentRun();
        version = State.Version;
        return current;
    }

    private bool IsWhatIfRun(string runId) => State.WhatIfStore is { } whatIf && State.StoreOf(runId) == whatIf;

    /// <summary>Calls ShouldProcess once per run, except for what-if runs.</summary>
    private protected bool ShouldWrite(string runId, string action)
    {
        if (!allowed.TryGetValue(runId, out bool yes)) allowed.Add(runId, yes = IsWhatIfRun(runId) || ShouldProcess($"run {RecordId.Shorten(runId)}", action));
        return yes;
    }

    /// <summary>Ends the block of a trial that is stopped early by itself, if the points that were written to its run say so.</summary>
    /// <param name="runId">The run that was written to.</param>
    private protected void EndBlockWithoutPromise(string? runId)
    {
        if (runId is null || State.StoppedEarly is not { } trial || trial.RunId != runId || trial.PromiseCheck!(Cancellation)) return;
        WriteVerbose(DisplayText.Text($"Run {trial.Path} is stopped. {trial.NoPromise}"));
        BlockEnd.Of(this, trial);
    }

    /// <summary>Adds a distribution to the run, and returns it when asked to.</summary>
    /// <param name="key">The key.</param>
    /// <param name="values">The bins and the statistics.</param>
    /// <param name="step">The step, or <see langword="null"/> for the one after the highest of the key.</param>
    /// <param name="timestamp">When the values were measured, or <see langword="null"/> for now.</param>
    private protected void AddDistribution(string key, BinnedValues values, long? step, DateTime? timestamp)
    {
        string runId = TargetRunId;
        IExperimentStore store = RunStore;
        if (!ShouldWrite(runId, "Add a distribution")) return;
        long ticks = timestamp is { } time ? UtcTicks.From(time) : UtcTicks.Now(store.Time);
        Distribution added = store.Distributions.Add([new DistributionDraft { RunId = runId, Key = key, Step = step, Ticks = ticks, Values = values }], Cancellation)[0];
        if (PassThru) WriteObject(added);
    }
}
