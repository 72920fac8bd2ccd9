using System.Management.Automation;
using ExperimentTracker.Binding;
using ExperimentTracker.Completion;
using ExperimentTracker.Contracts.Stores;
using ExperimentTracker.Services;

namespace ExperimentTracker.Commands;

/// <summary>Gets the retention policies of experiments, or what they decide for each run.</summary>
[Cmdlet(VerbsCommon.Get, "RetentionPolicy")]
[OutputType(typeof(RetentionPolicy), typeof(RetentionDecision))]
public sealed class GetRetentionPolicyCommand : TrackerCommand
{
    /// <summary>The experiments: names with wildcards, ids or objects. Without it, all.</summary>
    [Parameter(Position = 0, ValueFromPipeline = true)]
    [SupportsWildcards]
    [ArgumentCompleter(typeof(ExperimentCompleter))]
    public ExperimentIdentity[]? Experiment { get; set; }

    /// <summary>Returns what each policy decides for each run now, instead of the policy.</summary>
    [Parameter]
    public SwitchParameter Decision { get; set; }

    /// <inheritdoc/>
    protected override void Process() => ForEach(Experiment ?? [new("*")], identity =>
    {
        IExperimentStore store = StoreOf(identity);
        var retention = new Retention(store, Cancellation);
        ForEach(Retention.Policies(store, [.. identity.FindAll(store, Cancellation)], Cancellation), read =>
        {
            if (Decision) WriteObject(retention.Plan(read(), Cancellation).Decisions, enumerateCollection: true);
            else WriteObject(read());
        });
    });
}
