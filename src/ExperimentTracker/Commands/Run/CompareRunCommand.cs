using System.Management.Automation;
using ExperimentTracker.Binding;

namespace ExperimentTracker.Commands;

/// <summary>Puts runs side by side: what differs between them, and by how much.</summary>
[Cmdlet(VerbsData.Compare, "Run")]
[OutputType(typeof(ComparisonRow))]
public sealed class CompareRunCommand : RunCollectingCommand
{
    /// <summary>The runs, two or more: ids, names with wildcards, paths or objects. The first is the reference.</summary>
    [Parameter(Mandatory = true, Position = 0, ValueFromPipeline = true, ValueFromPipelineByPropertyName = true, ValueFromRemainingArguments = true)]
    [Alias("RunId")]
    [SupportsWildcards]
    [ArgumentCompleter(typeof(RunCompleter))]
    public override RunIdentity[] Run { get; set; } = [];

    /// <summary>The run the others are compared with; the first one when it is not given.</summary>
    [Parameter]
    [ArgumentCompleter(typeof(RunCompleter))]
    public RunIdentity? Reference { get; set; }

    /// <summary>Rows of these categories only.</summary>
    [Parameter]
    public ComparisonCategory[]? Category { get; set; }

    /// <summary>Which number of a metric is compared.</summary>
    [Parameter]
    public MetricStatistic Statistic { get; set; }

    /// <summary>Gives the rows that are equal in all runs, too.</summary>
    [Parameter]
    [Alias("IncludeEqual")]
    public SwitchParameter All { get; set; }

    // The reference comes from where it is; what is compared, from elsewhere perhaps.
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

        var comparison = RunComparison.Of(compared, InputsOf(compared), Statistic);
        foreach (ComparisonRow row in comparison.Rows)
        {
            if ((All || row.IsDifferent) && (Category is null || Category.Contains(row.Category))) WriteObject(ComparisonObject.Of(row));
        }
    }
}
