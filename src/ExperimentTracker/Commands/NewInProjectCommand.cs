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
    /// <summary>The project; a new name creates the project. Defaults to the project Default.</summary>
    [Parameter(ValueFromPipelineByPropertyName = true)]
    [ArgumentCompleter(typeof(ProjectCompleter))]
    public ProjectIdentity? Project { get; set; }

    /// <summary>The initial tags: <c>key</c>, <c>key=value</c>, or a hashtable.</summary>
    [Parameter]
    [ArgumentCompleter(typeof(TagCompleter))]
    [AllowNull]
    [AllowEmptyCollection]
    public object[]? Tag { get; set; }

    /// <summary>
    /// Returns the id of the project, which is created if it does not exist. Called last, so that no project is created for an invalid record.
    /// </summary>
    private protected string FindOrCreateProject(IExperimentStore store) => RunFactory.FindOrCreateProject(
        store, TextIn(Project, store) ?? ExperimentTracker.Project.DefaultName, Cancellation).Id;
}
