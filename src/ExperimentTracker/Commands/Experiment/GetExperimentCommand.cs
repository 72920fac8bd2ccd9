using System.Management.Automation;
using ExperimentTracker.Binding;
using ExperimentTracker.Completion;

namespace ExperimentTracker.Commands;

/// <summary>Gets experiments.</summary>
[Cmdlet(VerbsCommon.Get, "Experiment", DefaultParameterSetName = ExperimentSet)]
[OutputType(typeof(Experiment))]
public sealed class GetExperimentCommand : GetRecordCommand<ExperimentIdentity, Experiment>
{
    private const string ExperimentSet = "Experiment";
    private const string ProjectSet = "Project";

    /// <summary>The experiments: names with wildcards, ids, or objects such as runs. Without it, all.</summary>
    [Parameter(ParameterSetName = ExperimentSet, Position = 0, ValueFromPipeline = true)]
    [Parameter(ParameterSetName = ProjectSet, Position = 0)]
    [Alias("Name", "Id", "ExperimentId")]
    [SupportsWildcards]
    [ArgumentCompleter(typeof(ExperimentCompleter))]
    public ExperimentIdentity[]? Experiment { get; set; }

    /// <summary>Only those of these projects.</summary>
    [Parameter(ParameterSetName = ExperimentSet)]
    [Parameter(ParameterSetName = ProjectSet, Mandatory = true, ValueFromPipeline = true)]
    [SupportsWildcards]
    [ArgumentCompleter(typeof(ProjectCompleter))]
    public ProjectIdentity[]? Project { get; set; }

    /// <inheritdoc/>
    protected override void Process()
    {
        ExperimentIdentity[] identities = Experiment ?? [new("*")];
        if (Project is null) Write(identities);
        else WriteOf(Project, identities);
    }
}
