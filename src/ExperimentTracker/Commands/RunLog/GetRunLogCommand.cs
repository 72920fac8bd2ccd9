using System.Management.Automation;
using System.Text.RegularExpressions;
using ExperimentTracker.Binding;

namespace ExperimentTracker.Commands;

/// <summary>Gets the logs of runs, in the order they were written, and follows them while the runs go on.</summary>
[Cmdlet(VerbsCommon.Get, "RunLog")]
[OutputType(typeof(RunLog))]
public sealed class GetRunLogCommand : RunReadingCommand
{
    private readonly Dictionary<(IExperimentStore Store, string RunId), RunLogFollower> followed = [];
    private RunLogFilter filter = new();

    /// <summary>These streams only.</summary>
    [Parameter(Position = 0)]
    [ArgumentCompleter(typeof(LogStreamCompleter))]
    public string[]? Stream { get; set; }

    /// <summary>Lines that match this regular expression only, in any case.</summary>
    [Parameter]
    public string? Pattern { get; set; }

    /// <summary>Lines that have this text only, in any case.</summary>
    [Parameter]
    public string? Contains { get; set; }

    /// <summary>What was logged at this moment or later only.</summary>
    [Parameter]
    public DateTime? Since { get; set; }

    /// <summary>What was logged at this moment or earlier only.</summary>
    [Parameter]
    public DateTime? Until { get; set; }

    /// <summary>The last entries only, that many of each run.</summary>
    [Parameter]
    [Alias("Last")]
    [ValidateRange(0, int.MaxValue)]
    public int? Tail { get; set; }

    /// <summary>Goes on with what is added, until all of the runs have ended.</summary>
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
