using System.Management.Automation;
using ExperimentTracker.Errors;
using ExperimentTracker.Formatting;
using ExperimentTracker.Session;

namespace ExperimentTracker.Commands;

/// <summary>
/// What every cmdlet shares: cancellation and errors. Subclasses override <see cref="Begin"/>, <see cref="Process"/>
/// and <see cref="End"/>; an error of the domain in <see cref="Process"/> is reported and the next record goes on.
/// </summary>
public abstract class GuardedCommand : PSCmdlet, IDisposable
{
    private readonly CancellationTokenSource stopping = new();
    private readonly HashSet<string> saidOnce = new(StringComparer.Ordinal);
    private Action<string>? tellWait;
    private string[] named = [];

    /// <summary>Cancelled when the pipeline is stopped.</summary>
    protected CancellationToken Cancellation => stopping.Token;

    /// <summary>What this runspace remembers: the connected store and the current runs.</summary>
    private protected SessionMemory State => SessionMemory.Of(Session);

    /// <summary>The session the cmdlet runs in.</summary>
    private protected SessionView Session => SessionView.Of(this);

    /// <summary>Whether an error of the domain was met so far.</summary>
    private protected bool HasErrors { get; private set; }

    /// <summary>Whether an error of the domain ends the pipeline, as for a cmdlet that what follows depends on.</summary>
    protected virtual bool ErrorsTerminate => false;

    /// <inheritdoc/>
    protected sealed override void BeginProcessing()
    {
        if (MyInvocation.ExpectingInput) named = [.. MyInvocation.BoundParameters.Keys];
        Guard(Begin, terminate: true);
    }

    /// <inheritdoc/>
    protected sealed override void ProcessRecord() => Guard(Process, ErrorsTerminate);

    /// <inheritdoc/>
    protected sealed override void EndProcessing() => Guard(End, ErrorsTerminate);

    /// <inheritdoc/>
    protected override void StopProcessing() => stopping.Cancel();

    /// <summary>Called once, before the first record.</summary>
    protected virtual void Begin()
    {
    }

    /// <summary>Called for each record.</summary>
    protected virtual void Process()
    {
    }

    /// <summary>Called once, after the last record; not when the pipeline is stopped.</summary>
    protected virtual void End()
    {
    }

    /// <summary>Whether a parameter takes its value from the pipeline, and not from the command line.</summary>
    private protected bool IsPiped(string parameter) => MyInvocation.ExpectingInput && !named.Contains(parameter);

    /// <summary>Does something for each item; an error of the domain is reported and the next item goes on.</summary>
    private protected void ForEach<T>(IEnumerable<T> items, Action<T> action)
    {
        foreach (T item in items) Guard(() => action(item), ErrorsTerminate);
    }

    /// <summary>Asks, in text that cannot steer the terminal, whether to go on.</summary>
    private protected new bool ShouldProcess(string target, string action) => base.ShouldProcess(DisplayText.Text(target), DisplayText.Text(action));

    /// <summary>Tells the user, on the information stream, in text that cannot steer the terminal.</summary>
    private protected void Say(string message) =>
        WriteInformation(new HostInformationMessage { Message = DisplayText.Text(message) }, ["PSHOST", "ExperimentTracker"]);

    private protected void SayCreated(string path) => Say($"Created the experiment store {path}");

    private void Guard(Action action, bool terminate)
    {
        Action<string>? listener = StoreWaits.Listener;
        StoreWaits.Listener = tellWait ??= sentence => WriteVerbose(DisplayText.Text(sentence));
        try
        {
            action();
        }
        catch (TrackerException error)
        {
            HasErrors = true;
            if (terminate) ThrowTerminatingError(error.ToErrorRecord());
            if (!ConcernsEveryRecord(error) || saidOnce.Add($"{error.ErrorId} {error.Target}")) WriteError(error.ToErrorRecord());
        }
        catch (OperationCanceledException) when (Stopping)
        {
            throw new PipelineStoppedException();
        }
        finally
        {
            StoreWaits.Listener = listener;
        }
    }

    // Without a store or a current run no record can go on; one error says so, and not one a record.
    private static bool ConcernsEveryRecord(TrackerException error) => error.ErrorId is "NoCurrentRun" or "StoreNotFound";

    /// <summary>Lets go of what the cmdlet holds; called also when the pipeline was stopped.</summary>
    public void Dispose()
    {
        Dispose(disposing: true);
        GC.SuppressFinalize(this);
    }

    /// <summary>Lets go of what a subclass holds.</summary>
    protected virtual void Dispose(bool disposing) => stopping.Dispose();
}
