using System.Management.Automation.Host;
using System.Management.Automation.Runspaces;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using ExperimentTracker.Contracts.Stores;
using ExperimentTracker.Stores;

namespace ExperimentTracker.Sessions;

/// <summary>The state of a session: the store that it is connected to and the runs that it started, the current one last.</summary>
/// <remarks>
/// Stored in a global variable, because a pool resets global variables before it reuses a runspace: the next user of the runspace does not inherit a
/// run. The table by runspace finds runs that such a reset left open.
/// </remarks>
internal sealed class SessionMemory
{
    private const string Variable = "global:__ExperimentTracker";
    private const string ScriptEnded = "script ended without Complete-Run";
    private const string SessionEnded = "the session ended without Complete-Run";
    private const string SessionReset = "the session was reset without Complete-Run";
    private const string ParentEnded = "its parent run ended first";

    private static readonly ConditionalWeakTable<Runspace, SessionMemory> ByRunspace = [];

    // .NET 10 no longer raises ProcessExit for these signals. They are not cancelled, so the signal still terminates the process; the field keeps the
    // registrations alive.
    private static readonly PosixSignalRegistration[] Signals =
    [
        PosixSignalRegistration.Create(PosixSignal.SIGTERM, static _ => EndEverything()),
        PosixSignalRegistration.Create(PosixSignal.SIGHUP, static _ => EndEverything()),
    ];

    private readonly object gate = new();
    private readonly List<CurrentRun> runs = [];
    private readonly Runspace runspace;
    private readonly PSHost? host;
    private IExperimentStore? connected;

    static SessionMemory() => AppDomain.CurrentDomain.ProcessExit += static (_, _) =>
    {
        EndEverything();
        Quietly(OpenStores.CloseAll);
        GC.KeepAlive(Signals);
    };

    private SessionMemory(Runspace runspace, PSHost? host) => (this.runspace, this.host) = (runspace, host);

    /// <summary>The store this session is connected to.</summary>
    public IExperimentStore? Connected
    {
        get => connected;
        set => (connected, Version) = (value, Version + 1);
    }

    /// <summary>The store in memory for what is created while <c>$WhatIfPreference</c> is true; <see langword="null"/> before that.</summary>
    public IExperimentStore? WhatIfStore { get; private set; }

    /// <summary>Returns the what-if store, which is created if it does not exist.</summary>
    public IExperimentStore OpenWhatIfStore() => WhatIfStore ??= OpenStores.CreateInMemory();

    /// <summary>Changes with each change of the session's runs and of its store, so that results can be cached.</summary>
    public int Version { get; private set; }

    /// <summary>The state of a session.</summary>
    public static SessionMemory Of(SessionView session)
    {
        if (session.Variables.GetValue(Variable) is SessionMemory known) return known;
        Runspace runspace = Runspace.DefaultRunspace;
        var state = new SessionMemory(runspace, session.Host);
        if (ByRunspace.TryGetValue(runspace, out SessionMemory? orphaned))
        {
            orphaned.EndAll(SessionReset, warn: true);
        }
        else
        {
            // Static handlers: the runspace must not keep the state of a session alive after a reset.
            runspace.StateChanged += OnStateChanged;
            runspace.AvailabilityChanged += OnAvailabilityChanged;
        }

        ByRunspace.AddOrUpdate(runspace, state);
        session.Variables.Set(Variable, state);
        return state;
    }

    /// <summary>The run that cmdlets without <c>-Run</c> use. Runs whose script has ended are ended first.</summary>
    public CurrentRun? Current
    {
        get
        {
            lock (gate)
            {
                if (runs.Count == 0) return null;
            }

            Sweep();
            lock (gate) return runs.LastOrDefault();
        }
    }

    /// <summary>The runs that this session started and has not ended, the current one first. Runs whose script has ended are ended first.</summary>
    public IReadOnlyList<CurrentRun> Open
    {
        get
        {
            Sweep();
            lock (gate) return [.. Enumerable.Reverse(runs)];
        }
    }

    /// <summary>
    /// In a block of ForEach-Object -Parallel, the current run of a session of this process that is not such a block: probably the one that runs the
    /// block. Runspaces share no variables, so it is not the current run here.
    /// </summary>
    public CurrentRun? CurrentOutside => !IsParallelBlock(runspace) ? null : ByRunspace
        .Where(session => !IsParallelBlock(session.Key))
        .Select(session => session.Value.Last)
        .FirstOrDefault(run => run is not null);

    private CurrentRun? Last
    {
        get
        {
            lock (gate) return runs.LastOrDefault();
        }
    }

    // The name that PowerShell gives to these runspaces.
    private static bool IsParallelBlock(Runspace runspace) => runspace.Name.StartsWith("PSTask:", StringComparison.Ordinal);

    /// <summary>The innermost run that is stopped early by itself, or <see langword="null"/>.</summary>
    public CurrentRun? StoppedEarly
    {
        get
        {
            lock (gate) return runs.FindLast(run => run.PromiseCheck is not null);
        }
    }

    /// <summary>The running scripts.</summary>
    public RunningScripts Scripts => new(runspace);

    /// <summary>The store of a run that this session started, or <see langword="null"/> for other runs.</summary>
    public IExperimentStore? StoreOf(string runId)
    {
        lock (gate) return runs.Find(r => r.RunId == runId)?.Store;
    }

    /// <summary>
    /// Ends runs that earlier scripts left open, so that they do not become the parent of a run that starts now, and removes runs whose store no
    /// longer exists.
    /// </summary>
    public void EndAbandoned()
    {
        Change(() => runs.RemoveAll(run => run.IsStoreDeleted));
        RunningScripts now = Scripts;
        EndWhere(run => run.IsAbandoned(now) || run.IsSupersededBy(now) || run.IsStoreMissing);
    }

    /// <summary>Makes a run the current run.</summary>
    /// <param name="store">The store of the run.</param>
    /// <param name="run">The run.</param>
    /// <param name="commandLine">The number of the command line that starts it, in the history of the session.</param>
    public CurrentRun Push(IExperimentStore store, Run run, long commandLine)
    {
        var current = new CurrentRun(store, run, Scripts, commandLine);
        Change(() => runs.Add(current));
        return current;
    }

    /// <summary>Records the system metrics since the last points of a run of this session that is about to end.</summary>
    public void RecordRest(IExperimentStore store, string runId)
    {
        CurrentRun? ending;
        lock (gate) ending = runs.Find(run => run.RunId == runId && run.IsIn(store));
        ending?.RecordRest();
    }

    /// <summary>Removes a run that is about to end, and ends its child runs that were left open.</summary>
    /// <param name="store">The store of the run: a merged copy has a run with the same id.</param>
    /// <param name="runId">The id of the run.</param>
    /// <returns>Whether the caller must end the run: false if it was already ended.</returns>
    public bool Pop(IExperimentStore store, string runId) => Pop(run => run.RunId == runId && run.IsIn(store));

    /// <inheritdoc cref="Pop(IExperimentStore, string)"/>
    public bool Pop(CurrentRun run) => Pop(other => other == run);

    private bool Pop(Predicate<CurrentRun> isEnding)
    {
        CurrentRun ending;
        List<CurrentRun> inside;
        lock (gate)
        {
            int index = runs.FindIndex(isEnding);
            if (index < 0) return true;
            ending = runs[index];
            runs.RemoveAt(index);
            inside = Below(ending.RunId);
            runs.RemoveAll(inside.Contains);
            Version++;
        }

        End(inside, ParentEnded, warn: true);
        return ending.TryClaimEnd();
    }

    // Only its descendants: a run that was pending before can be started later and is not a child.
    private List<CurrentRun> Below(string runId)
    {
        HashSet<string> family = [runId];
        while (runs.Exists(r => r.ParentRunId is { } parent && family.Contains(parent) && family.Add(r.RunId)))
        {
            // Each iteration finds one more.
        }

        family.Remove(runId);
        return runs.FindAll(r => family.Contains(r.RunId));
    }

    /// <summary>Whether this session started the run and has not ended it.</summary>
    public bool Has(CurrentRun run)
    {
        lock (gate) return runs.Contains(run);
    }

    // Raised when the top-level pipeline ends, on its thread or, after Ctrl+C, on another one; but also in the middle of a script, when a nested
    // pipeline ends, for example in formatting. So the call stack decides.
    private static void OnAvailabilityChanged(object? sender, RunspaceAvailabilityEventArgs e)
    {
        if (e.RunspaceAvailability == RunspaceAvailability.Available && sender is Runspace runspace &&
            ByRunspace.TryGetValue(runspace, out SessionMemory? state))
        {
            Quietly(state.Sweep);
        }
    }

    // In Closing the runspace can still run commands; in Broken it cannot.
    private static void OnStateChanged(object? sender, RunspaceStateEventArgs e)
    {
        if (e.RunspaceStateInfo.State is RunspaceState.Closing or RunspaceState.Closed or RunspaceState.Broken &&
            sender is Runspace runspace && ByRunspace.TryGetValue(runspace, out SessionMemory? state))
        {
            Quietly(() => state.EndAll(SessionEnded, warn: false));
        }
    }

    private static void EndEverything()
    {
        foreach ((_, SessionMemory state) in ByRunspace) Quietly(() => state.EndAll(SessionEnded, warn: false));
    }

    // An exception in an event handler would terminate the process. A run that is left open is detected as orphaned when the store is next opened.
    private static void Quietly(Action action)
    {
        try
        {
            action();
        }
        catch (Exception)
        {
        }
    }

    private void Change(Action change)
    {
        lock (gate)
        {
            change();
            Version++;
        }
    }

    private void Sweep()
    {
        RunningScripts now = Scripts;
        EndWhere(run => run.IsAbandoned(now));
    }

    private void EndWhere(Predicate<CurrentRun> isAbandoned)
    {
        List<CurrentRun> abandoned;
        lock (gate)
        {
            abandoned = runs.FindAll(isAbandoned);
            if (runs.RemoveAll(isAbandoned) > 0) Version++;
        }

        End(abandoned, ScriptEnded, warn: true);
    }

    private void EndAll(string reason, bool warn)
    {
        List<CurrentRun> open;
        lock (gate)
        {
            open = [.. runs];
            runs.Clear();
            Version++;
        }

        End(open, reason, warn);
    }

    // Children before parents.
    private void End(List<CurrentRun> ending, string reason, bool warn)
    {
        foreach (CurrentRun run in Enumerable.Reverse(ending))
        {
            if (!run.TryClaimEnd()) continue;
            try
            {
                run.Kill(reason);
                if (warn) Warn($"Run {run.Path} was ended as Killed: {reason}.");
            }
            catch (TrackerException)
            {
                // Another process ended or removed it, or its store no longer exists.
            }
        }
    }

    // Not to the warning stream, which belongs to the running command and may be closed.
    private void Warn(string message)
    {
        try
        {
            host?.UI?.WriteWarningLine(message);
        }
        catch (Exception)
        {
            // A host without a user interface throws.
        }
    }
}
