using System.Management.Automation;
using ExperimentTracker.Binding;

namespace ExperimentTracker.Commands;

/// <summary>Gets projects.</summary>
[Cmdlet(VerbsCommon.Get, "Project")]
[OutputType(typeof(Project))]
public sealed class GetProjectCommand : GetRecordCommand<ProjectIdentity, Project>
{
    /// <summary>The projects: names with wildcards, ids, or objects such as experiments. Without it, all.</summary>
    [Parameter(Position = 0, ValueFromPipeline = true)]
    [Alias("Name", "Id", "ProjectId")]
    [SupportsWildcards]
    [ArgumentCompleter(typeof(ProjectCompleter))]
    public ProjectIdentity[]? Project { get; set; }

    /// <inheritdoc/>
    protected override void Process() => Write(Project ?? [new("*")]);
}
