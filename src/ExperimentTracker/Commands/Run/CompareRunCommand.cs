using System.Management.Automation;
using ExperimentTracker.Binding;
using ExperimentTracker.Comparison;
using ExperimentTracker.Completion;
using ExperimentTracker.Rules;

namespace ExperimentTracker.Commands;

/// <summary>Compares runs side by side: what differs between them, and by how much.</summary>
[Cmdlet(VerbsData.Compare, "Run")]
[OutputType(typeof(ComparisonRow))]
public sealed class CompareRunCommand : RunCollectingCommand
{
    /// <summary>The runs, at least two: ids, names with wildcards, paths or objects. The first is the reference.</summary>
    [Parameter(Mandatory = true, Position = 0, ValueFromPipeline = true, ValueFromPipelineByPropertyName = true, ValueFromRemainingArguments = true)]
    [Alias("RunId")]
    [SupportsWildcards]
    [ArgumentCompleter(typeof(RunCompleter))]
    public override RunIdentity[] Run { get; set; } = [];

    /// <summary>The run that the others are compared with; defaults to the first one.</summary>
    [Parameter]
    [ArgumentCompleter(typeof(RunCompleter))]
    public RunIdentity? Reference { get; set; }

    /// <summary>Only rows of these categories.</summary>
    [Parameter]
    public ComparisonCategory[]? Category { get; set; }

    /// <summary>The statistic of metrics to compare.</summary>
    [Parameter]
    public MetricStatistic Statistic { get; set; }

    /// <summary>The statuses of the runs that can be the best.</summary>
    [Parameter]
    [StatusTransformation]
    [PSDefaultValue(Help = "Succeeded")]
    public RunStatus[] RankStatus { get; set; } = [RunStatus.Succeeded];

    /// <summary>Also returns the rows that are equal in all runs.</summary>
    [Parameter]
    [Alias("IncludeEqual")]
    public SwitchParameter All { get; set; }

    private RunRanking Ranking => new() { Statistic = Statistic, Statuses = RankStatus };

    // The reference uses its own store; the compared runs can come from another one.
    private protected override bool ProvidesSourceStore(string parameter) => parameter != nameof(Reference);

    /// <inheritdoc/>
    private protected override void End(IReadOnlyList<Run> runs)
    {
        Run[] compared = [.. runs.DistinctBy(r => r.Id)];
        if (Reference is not null)
        {
            Run reference = Reference.Find(StoreOf(Reference), Cancellation);
            compared = [reference, .. compared.Where(r => r.Id != reference.Id)];
        }

        var comparison = RunComparison.Of(compared, InputsOf(compared), Ranking);
        foreach (ComparisonRow row in comparison.Rows)
        {
            if ((All || row.IsDifferent) && (Category is null || Category.Contains(row.Category))) WriteObject(ComparisonObject.Of(row));
        }
    }
}
