using System.Management.Automation;
using ExperimentTracker.Binding;
using ExperimentTracker.Completion;
using ExperimentTracker.Contracts.Runs;
using ExperimentTracker.Contracts.Stores;
using ExperimentTracker.Errors;
using ExperimentTracker.Values;

namespace ExperimentTracker.Commands;

/// <summary>Adds lines, or the location of a log file, to the log of a run; also after its end.</summary>
[Cmdlet(VerbsCommon.Add, "RunLog", DefaultParameterSetName = MessageSet, SupportsShouldProcess = true)]
[OutputType(typeof(RunLog))]
public sealed class AddRunLogCommand : RunWritingCommand
{
    private const string MessageSet = "Message";
    private const int MostLines = 1000;
    private static readonly TimeSpan LongestDelay = TimeSpan.FromMilliseconds(200);

    private readonly List<RunLogDraft> waiting = [];
    private IExperimentStore? store;
    private long? lastFlush;

    /// <summary>The lines.</summary>
    [Parameter(ParameterSetName = MessageSet, Mandatory = true, Position = 0, ValueFromPipeline = true, ValueFromPipelineByPropertyName = true)]
    [AllowEmptyString]
    public string[] Message { get; set; } = [];

    /// <summary>The location of a log file: a path or a URL, recorded and not copied.</summary>
    [Parameter(ParameterSetName = "Location", Mandatory = true)]
    public string? Location { get; set; }

    /// <summary>The stream, with any name: Output, Error, Warning.</summary>
    [Parameter(Position = 1)]
    [ArgumentCompleter(typeof(LogStreamCompleter))]
    public string? Stream { get; set; }

    /// <summary>When the lines were logged; defaults to now.</summary>
    [Parameter]
    [TimeTransformation(typeof(DateTime?))]
    public DateTime? Timestamp { get; set; }

    /// <summary>The id of a single entry; generated if omitted.</summary>
    [Parameter]
    public string? Id { get; set; }

    /// <inheritdoc/>
    protected override void Process()
    {
        string runId = TargetRunId;
        if (!ShouldWrite(runId, "Add to the log")) return;
        if (store is not null && !ReferenceEquals(store, RunStore)) Flush(Cancellation);
        store = RunStore;
        if (Location is not null) Take(runId, null, Location);
        foreach (string line in Message) Take(runId, line, null);
        if (waiting.Count >= MostLines || lastFlush is not { } last || store.Time.GetElapsedTime(last) >= LongestDelay) Flush(Cancellation);
    }

    /// <inheritdoc/>
    protected override void End() => Flush(Cancellation);

    // Lines that were read before the pipeline was stopped are kept.
    /// <inheritdoc/>
    protected override void Dispose(bool disposing)
    {
        try
        {
            foreach (RunLogDraft[] lines in BufferedByRun()) store!.Logs.Add(lines, CancellationToken.None);
        }
        catch (TrackerException)
        {
            // Errors cannot be reported any more.
        }

        base.Dispose(disposing);
    }

    private void Take(string runId, string? line, string? location) => waiting.Add(new RunLogDraft
    {
        RunId = runId,
        Id = Id,
        Stream = Stream,
        Message = line,
        Location = location,
        Ticks = Timestamp is { } time ? UtcTicks.From(time) : UtcTicks.Now(store!.Time),
    });

    private void Flush(CancellationToken cancellation)
    {
        lastFlush = store?.Time.GetTimestamp();
        foreach (RunLogDraft[] lines in BufferedByRun())
        {
            try
            {
                IReadOnlyList<RunLog> added = store!.Logs.Add(lines, cancellation);
                if (PassThru) WriteObject(added, enumerateCollection: true);
            }
            catch (TrackerException error)
            {
                WriteError(error.ToErrorRecord());
            }
        }
    }

    // A run that rejects its lines does not prevent those of other runs from being written.
    private RunLogDraft[][] BufferedByRun()
    {
        RunLogDraft[][] outcome = [.. waiting.GroupBy(line => line.RunId).Select(run => run.ToArray())];
        waiting.Clear();
        return outcome;
    }
}
