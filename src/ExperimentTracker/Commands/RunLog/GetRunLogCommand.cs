using System.Management.Automation;
using System.Text.RegularExpressions;
using ExperimentTracker.Binding;
using ExperimentTracker.Completion;
using ExperimentTracker.Contracts.Stores;
using ExperimentTracker.Rules;
using ExperimentTracker.Services;
using ExperimentTracker.Values;

namespace ExperimentTracker.Commands;

/// <summary>Gets the logs of runs, in the order they were written, and can follow them while the runs are running.</summary>
[Cmdlet(VerbsCommon.Get, "RunLog")]
[OutputType(typeof(RunLog))]
public sealed class GetRunLogCommand : RunReadingCommand
{
    private readonly Dictionary<(IExperimentStore Store, string RunId), RunLogFollower> followed = [];
    private RunLogFilter filter = new();

    /// <summary>Only entries of these streams.</summary>
    [Parameter(Position = 0)]
    [ArgumentCompleter(typeof(LogStreamCompleter))]
    public string[]? Stream { get; set; }

    /// <summary>Only lines that match this regular expression, ignoring case.</summary>
    [Parameter]
    public string? Pattern { get; set; }

    /// <summary>Only lines that contain this text, ignoring case.</summary>
    [Parameter]
    public string? Contains { get; set; }

    /// <summary>Only entries logged at or after this time.</summary>
    [Parameter]
    [TimeTransformation(typeof(DateTime?))]
    public DateTime? Since { get; set; }

    /// <summary>Only entries logged at or before this time.</summary>
    [Parameter]
    [TimeTransformation(typeof(DateTime?))]
    public DateTime? Until { get; set; }

    /// <summary>The number of last entries of each run.</summary>
    [Parameter]
    [Alias("Last")]
    [IntegerTransformation(typeof(int?), Lowest = 0)]
    public int? Tail { get; set; }

    /// <summary>Waits for further entries, until all of the runs have ended.</summary>
    [Parameter]
    [Alias("Follow")]
    public SwitchParameter Wait { get; set; }

    /// <inheritdoc/>
    protected override void Begin() => filter = new RunLogFilter
    {
        Streams = Stream,
        Pattern = Pattern is null ? null : Expression(Pattern),
        Contains = Contains,
        Since = Since is { } since ? UtcTicks.From(since) : null,
        Until = Until is { } until ? UtcTicks.From(until) : null,
        Tail = Tail,
    };

    /// <inheritdoc/>
    protected override void Process()
    {
        if (Wait) ForEachRun(target => followed.TryAdd((target.Store, target.Run.Id), new RunLogFollower(target.Store, target.Run.Id, filter)));
        else ForEachRun(target => ForEach(filter.Read(target.Store, target.Run.Id, Cancellation), WriteObject));
    }

    /// <inheritdoc/>
    protected override void End() => ForEach(RunLogFollower.FollowStores(followed.Values, Cancellation), entry =>
    {
        Using(entry.Store);
        WriteObject(entry.Log);
    });

    private static Regex Expression(string pattern)
    {
        try
        {
            return new Regex(pattern, RegexOptions.IgnoreCase);
        }
        catch (RegexParseException error)
        {
            throw RunErrors.Pattern(pattern, error.Message);
        }
    }
}
