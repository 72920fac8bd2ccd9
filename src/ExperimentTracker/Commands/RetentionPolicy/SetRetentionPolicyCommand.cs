using System.Management.Automation;
using ExperimentTracker.Binding;
using ExperimentTracker.Completion;
using ExperimentTracker.Contracts.Stores;
using ExperimentTracker.Formatting;
using ExperimentTracker.Rules;

namespace ExperimentTracker.Commands;

/// <summary>Sets which runs of an experiment Optimize-ExperimentStore keeps. The whole policy is replaced.</summary>
[Cmdlet(VerbsCommon.Set, "RetentionPolicy", SupportsShouldProcess = true)]
[OutputType(typeof(RetentionPolicy))]
public sealed class SetRetentionPolicyCommand : TrackerCommand
{
    /// <summary>The experiment: its name, id or object.</summary>
    [Parameter(Mandatory = true, Position = 0, ValueFromPipeline = true)]
    [ArgumentCompleter(typeof(ExperimentCompleter))]
    public ExperimentIdentity Experiment { get; set; } = null!;

    /// <summary>The number of best runs to keep.</summary>
    [Parameter]
    [IntegerTransformation(typeof(int?), Lowest = 0)]
    public int? KeepBest { get; set; }

    /// <summary>The metric that says which runs are the best.</summary>
    [Parameter]
    [ArgumentCompleter(typeof(MetricCompleter))]
    public string? Metric { get; set; }

    /// <summary>The number of newest runs to keep.</summary>
    [Parameter]
    [IntegerTransformation(typeof(int?), Lowest = 0)]
    public int? KeepLast { get; set; }

    /// <summary>Keeps runs until they ended longer ago than this: a duration with its unit, such as <c>30d</c>, or a time span.</summary>
    [Parameter]
    [AgeTransformation(typeof(TimeSpan?))]
    public TimeSpan? OlderThan { get; set; }

    /// <summary>Removes only the artifacts of the runs.</summary>
    [Parameter]
    public SwitchParameter ArtifactsOnly { get; set; }

    /// <summary>Returns the policy.</summary>
    [Parameter]
    public SwitchParameter PassThru { get; set; }

    /// <inheritdoc/>
    protected override void Process()
    {
        IExperimentStore store = StoreOf(Experiment);
        Experiment found = Experiment.Find(store, Cancellation);
        RetentionPolicy policy = RetentionRules.Check(new()
        {
            ExperimentId = found.Id,
            Experiment = found.Name,
            KeepBest = KeepBest,
            Metric = Metric,
            KeepLast = KeepLast,
            OlderThan = OlderThan,
            ArtifactsOnly = ArtifactsOnly,
        });
        if (!ShouldChange(RecordTitle.Of(found), $"Set the retention policy: {policy}")) return;
        store.Tags.Set(RecordType.Experiment, found.Id, new([new(RetentionRules.PolicyTag, RetentionRules.Write(policy))]), Cancellation);
        if (PassThru) WriteObject(policy);
    }
}
