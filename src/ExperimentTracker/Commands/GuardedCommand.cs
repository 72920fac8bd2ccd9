using System.Management.Automation;
using ExperimentTracker.Binding;
using ExperimentTracker.Contracts.Stores;
using ExperimentTracker.Errors;
using ExperimentTracker.Formatting;
using ExperimentTracker.Loading;
using ExperimentTracker.Sessions;
using ExperimentTracker.Stores;

namespace ExperimentTracker.Commands;

/// <summary>
/// The base class of all cmdlets: cancellation, errors, and the check for null and blank values (<see cref="NullCheck"/>). Subclasses override
/// <see cref="Begin"/>, <see cref="Process"/> and <see cref="End"/>. A <see cref="TrackerException"/> in <see cref="Process"/> is written as an error,
/// and processing continues with the next record.
/// </summary>
public abstract class GuardedCommand : PSCmdlet, IDisposable
{
    private readonly CancellationTokenSource stopping = new();
    private readonly HashSet<string> saidOnce = new(StringComparer.Ordinal);
    private SessionMemory? state;
    private Action<string>? reportWait;
    private string[] named = [];
    private Func<string, bool>? isPiped;
    private bool hasAccepted;

    /// <summary>Cancelled when the pipeline is stopped.</summary>
    protected CancellationToken Cancellation => stopping.Token;

    /// <summary>The state of this runspace: the connected store and the current runs.</summary>
    private protected SessionMemory State => state ??= SessionMemory.Of(Session);

    /// <summary>The session of the cmdlet.</summary>
    private protected SessionView Session => SessionView.Of(this);

    /// <summary>Whether an error was written.</summary>
    private protected bool HasErrors { get; private set; }

    /// <summary>Whether an error terminates the pipeline, for a cmdlet whose result later commands depend on.</summary>
    protected virtual bool ErrorsTerminate => false;

    /// <inheritdoc/>
    protected sealed override void BeginProcessing()
    {
        if (LoadedCopy.WarningOf(MyInvocation.MyCommand) is { } warning) WriteWarning(DisplayText.Text(warning));
        if (MyInvocation.ExpectingInput) named = [.. MyInvocation.BoundParameters.Keys];
        Guard(CheckAndBegin, terminate: true);
    }

    /// <inheritdoc/>
    protected sealed override void ProcessRecord() => Guard(CheckAndProcess, ErrorsTerminate);

    /// <inheritdoc/>
    protected sealed override void EndProcessing()
    {
        // If every pipeline object was refused, there is nothing to do at the end; an empty pipeline is another case.
        if (hasAccepted || !HasErrors) Guard(End, ErrorsTerminate);
        Guard(AfterEnd, ErrorsTerminate);
    }

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

    /// <summary>Called once, after <see cref="End"/>.</summary>
    private protected virtual void AfterEnd()
    {
    }

    /// <summary>Whether a parameter gets its value from the pipeline and not from the command line.</summary>
    private protected bool IsPiped(string parameter) => MyInvocation.ExpectingInput && !named.Contains(parameter);

    /// <summary>Calls an action for each item. A <see cref="TrackerException"/> is written as an error, and processing continues with the next item.</summary>
    private protected void ForEach<T>(IEnumerable<T> items, Action<T> action)
    {
        foreach (T item in items) Guard(() => action(item), ErrorsTerminate);
    }

    /// <summary>Calls ShouldProcess with control characters removed from the text.</summary>
    private protected new bool ShouldProcess(string target, string action) => base.ShouldProcess(DisplayText.Text(target), DisplayText.Text(action));

    /// <summary>Writes a message to the information stream, with control characters removed.</summary>
    private protected void WriteMessage(string message) =>
        WriteInformation(new HostInformationMessage { Message = DisplayText.Text(message) }, ["PSHOST", "ExperimentTracker"]);

    private protected void ReportCreated(string path) => WriteMessage($"Created the experiment store {path}");

    private void CheckAndBegin()
    {
        BoundValues.Check(this, commandLine: true);
        NullCheck.Check(this, IsPiped, PipedObject.Of);
        Begin();
    }

    private void CheckAndProcess()
    {
        if (MyInvocation.ExpectingInput)
        {
            BoundValues.Check(this, commandLine: false);
            NullCheck.Check(this, isPiped ??= IsPiped, PipedObject.Of);
        }
        hasAccepted = true;
        Process();
    }

    private void Guard(Action action, bool terminate)
    {
        Action<string>? listener = StoreWaits.Listener;
        StoreWaits.Listener = reportWait ??= sentence => WriteVerbose(DisplayText.Text(sentence));
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

    // Without a store or a current run, every record would fail; so one error is written, and not one per record.
    private static bool ConcernsEveryRecord(TrackerException error) => error.ErrorId is "NoCurrentRun" or "StoreNotFound";

    /// <summary>Releases resources; also called when the pipeline was stopped.</summary>
    public void Dispose()
    {
        Dispose(disposing: true);
        GC.SuppressFinalize(this);
    }

    /// <summary>Releases the resources of a subclass.</summary>
    protected virtual void Dispose(bool disposing) => stopping.Dispose();
}
