using System.Management.Automation;
using ExperimentTracker.Binding;
using ExperimentTracker.Completion;
using ExperimentTracker.Contracts.Stores;
using ExperimentTracker.Services;
namespace ExperimentTracker.Commands;

/// <summary>A cmdlet that creates a record of a project, with tags.</summary>
/// <typeparam name="TRecord">The kind of record.</typeparam>
public abstract class NewInProjectCommand<TRecord> : NewRecordCommand<TRecord>
    where TRecord : class
{
    /// <summary>The project it belongs to; a name that is not there yet is created. Without it, the project Default.</summary>
    [Parameter(ValueFromPipelineByPropertyName = true)]
    [ArgumentCompleter(typeof(ProjectCompleter))]
    public ProjectIdentity? Project { get; set; }

    /// <summary>Its first tags: <c>key</c>, <c>key=value</c>, or a hashtable.</summary>
    [Parameter]
    [ArgumentCompleter(typeof(TagCompleter))]
    public object[]? Tag { get; set; }

    /// <summary>The id of the project, which is created if need be. Asked for last, so that none is created for a record that is refused.</summary>
    private protected string FindOrCreateProject(IExperimentStore store) => RunFactory.FindOrCreateProject(
        store, Project?.TextOrFound(store, Cancellation) ?? ExperimentTracker.Project.DefaultName, Cancellation).Id;
}
