using System.Management.Automation;
using ExperimentTracker.Binding;
using ExperimentTracker.Completion;

namespace ExperimentTracker.Commands;

/// <summary>Gets trials.</summary>
[Cmdlet(VerbsCommon.Get, "Trial", DefaultParameterSetName = TrialSet)]
[OutputType(typeof(Trial))]
public sealed class GetTrialCommand : GetRecordCommand<TrialIdentity, Trial>
{
    private const string TrialSet = "Trial";
    private const string ExperimentSet = "Experiment";

    /// <summary>The trials: names with wildcards, ids, <c>experiment/trial</c>, or objects such as runs. Without it, all.</summary>
    [Parameter(ParameterSetName = TrialSet, Position = 0, ValueFromPipeline = true)]
    [Parameter(ParameterSetName = ExperimentSet, Position = 0)]
    [Alias("Name", "Id", "TrialId")]
    [SupportsWildcards]
    [ArgumentCompleter(typeof(TrialCompleter))]
    public TrialIdentity[]? Trial { get; set; }

    /// <summary>Only those of these experiments.</summary>
    [Parameter(ParameterSetName = TrialSet)]
    [Parameter(ParameterSetName = ExperimentSet, Mandatory = true, ValueFromPipeline = true)]
    [SupportsWildcards]
    [ArgumentCompleter(typeof(ExperimentCompleter))]
    public ExperimentIdentity[]? Experiment { get; set; }

    /// <inheritdoc/>
    protected override void Process()
    {
        TrialIdentity[] identities = Trial ?? [new("*")];
        if (Experiment is null) Write(identities);
        else WriteOf(Experiment, identities);
    }
}
