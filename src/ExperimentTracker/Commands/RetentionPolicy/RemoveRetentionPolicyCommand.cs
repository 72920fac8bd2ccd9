using System.Management.Automation;
using ExperimentTracker.Binding;
using ExperimentTracker.Completion;
using ExperimentTracker.Contracts.Stores;
using ExperimentTracker.Formatting;
using ExperimentTracker.Rules;

namespace ExperimentTracker.Commands;

/// <summary>Removes the retention policies of experiments. No run is changed.</summary>
[Cmdlet(VerbsCommon.Remove, "RetentionPolicy", SupportsShouldProcess = true)]
[OutputType(typeof(void))]
public sealed class RemoveRetentionPolicyCommand : TrackerCommand
{
    /// <summary>The experiments: names with wildcards, ids or objects.</summary>
    [Parameter(Mandatory = true, Position = 0, ValueFromPipeline = true)]
    [SupportsWildcards]
    [ArgumentCompleter(typeof(ExperimentCompleter))]
    public ExperimentIdentity[] Experiment { get; set; } = [];

    /// <inheritdoc/>
    protected override void Process() => ForEach(Experiment, identity =>
    {
        IExperimentStore store = StoreOf(identity);
        ForEach([.. identity.FindAll(store, Cancellation)], found =>
        {
            if (!found.Tags.Contains(RetentionRules.PolicyTag))
            {
                if (!identity.HasWildcards) throw RetentionRules.NotFound(found.Name);
                return;
            }

            if (ShouldChange(RecordTitle.Of(found), "Remove the retention policy")) store.Tags.Remove(RecordType.Experiment, found.Id, [RetentionRules.PolicyTag], Cancellation);
        });
    });
}
