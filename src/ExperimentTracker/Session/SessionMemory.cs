using System.Management.Automation.Host;
using System.Management.Automation.Runspaces;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace ExperimentTracker.Session;

/// <summary>What a session remembers: the store it is connected to and the runs it started, the current one last.</summary>
/// <remarks>
/// Kept in a global variable, because that is what a pool resets before it uses a runspace again: the next user of the runspace does not
/// inherit a run. The table by runspace finds what such a reset orphaned.
/// </remarks>
internal sealed class SessionMemory
{
    private const string Variable = "global:__ExperimentTracker";
    private const string ScriptEnded = "script ended without Complete-Run";
    private const string SessionEnded = "the session ended without Complete-Run";
    private const string SessionReset = "the session was reset without Complete-Run";
    private const string ParentEnded = "its parent run ended first";

    private static readonly ConditionalWeakTable<Runspace, SessionMemory> ByRunspace = [];

    // .NET 10 no longer raises ProcessExit for these. They are not cancelled, so the process still dies of the signal; the field
    // keeps the registrations alive.
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

    /// <summary>Another number after each change of the session's runs and of its store, so that what was found out before can be kept.</summary>
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
            // Static handlers: the runspace must not keep a reset session's state alive.
            runspace.StateChanged += OnStateChanged;
            runspace.AvailabilityChanged += OnAvailabilityChanged;
        }

        ByRunspace.AddOrUpdate(runspace, state);
        session.Variables.Set(Variable, state);
        return state;
    }

    /// <summary>The run that cmdlets without <c>-Run</c> mean. Runs whose script has ended are ended first.</summary>
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

    /// <summary>The scripts that are running.</summary>
    public RunningScripts Scripts => new(runspace);

    /// <summary>The store of a run that this session started, or <see langword="null"/> for other runs.</summary>
    public IExperimentStore? StoreOf(string runId)
    {
        lock (gate) return runs.Find(r => r.RunId == runId)?.Store;
    }

    /// <summary>
    /// Ends what earlier scripts left open, so that it does not become the parent of a run that starts now; and forgets what went with its store.
    /// </summary>
    public void EndAbandoned()
    {
        Change(() => runs.RemoveAll(run => run.IsGone));
        RunningScripts now = Scripts;
        EndWhere(run => run.IsAbandoned(now) || run.IsSupersededBy(now) || run.IsLost);
    }

    /// <summary>Makes a run the current one.</summary>
    public CurrentRun Push(IExperimentStore store, Run run)
    {
        var current = new CurrentRun(store, run, Scripts);
        Change(() => runs.Add(current));
        return current;
    }

    /// <summary>Takes a run that is being ended off, and ends the runs below it that were left open.</summary>
    /// <param name="store">The store it is in: a merged copy has a run of the same id.</param>
    /// <param name="runId">The id of the run.</param>
    /// <returns>Whether the caller is the one to end it: false when it was ended already.</returns>
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

    // Not all that was started later: a pending run that was started meanwhile is nobody's child.
    private List<CurrentRun> Below(string runId)
    {
        HashSet<string> family = [runId];
        while (runs.Exists(r => r.ParentRunId is { } parent && family.Contains(parent) && family.Add(r.RunId)))
        {
            // Each turn finds one more.
        }

        family.Remove(runId);
        return runs.FindAll(r => family.Contains(r.RunId));
    }

    /// <summary>Whether this session started the run and has not ended it.</summary>
    public bool Has(CurrentRun run)
    {
        lock (gate) return runs.Contains(run);
    }

    // Raised when the top-level pipeline ends, on its thread or, after Ctrl+C, on another one; but also in the middle of a script, when a
    // nested pipeline ends, as formatting does it. The call stack decides.
    private static void OnAvailabilityChanged(object? sender, RunspaceAvailabilityEventArgs e)
    {
        if (e.RunspaceAvailability == RunspaceAvailability.Available && sender is Runspace runspace &&
            ByRunspace.TryGetValue(runspace, out SessionMemory? state))
        {
            Quietly(state.Sweep);
        }
    }

    // Closing still has a session; Broken comes without it.
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

    // An exception in a handler of the engine's events would end the process. What is left open is found dead when the store is opened next.
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

    private void EndWhere(Predicate<CurrentRun> isDead)
    {
        List<CurrentRun> dead;
        lock (gate)
        {
            dead = runs.FindAll(isDead);
            if (runs.RemoveAll(isDead) > 0) Version++;
        }

        End(dead, ScriptEnded, warn: true);
    }

    private void EndAll(string reason, bool warn)
    {
        List<CurrentRun> dead;
        lock (gate)
        {
            dead = [.. runs];
            runs.Clear();
            Version++;
        }

        End(dead, reason, warn);
    }

    // Children before parents.
    private void End(List<CurrentRun> dead, string reason, bool warn)
    {
        foreach (CurrentRun run in Enumerable.Reverse(dead))
        {
            if (!run.TryClaimEnd()) continue;
            try
            {
                run.Kill(reason);
                if (warn) Warn($"Run {run.Path} was ended as Killed: {reason}.");
            }
            catch (TrackerException)
            {
                // Somebody ended or removed it, or its store is gone.
            }
        }
    }

    // Past the warning stream, which belongs to whichever command happens to run, and may be gone by now.
    private void Warn(string message)
    {
        try
        {
            host?.UI?.WriteWarningLine(message);
        }
        catch (Exception)
        {
            // A host without a user interface says so by throwing.
        }
    }
}
