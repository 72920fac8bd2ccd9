using System.Management.Automation;
using ExperimentTracker.Completion;
using ExperimentTracker.Stores;
using ExperimentTracker.Transfer;

namespace ExperimentTracker.Commands;

/// <summary>Imports an exported store, or the file of another tracker, into a store.</summary>
[Cmdlet(VerbsData.Import, "ExperimentStore", SupportsShouldProcess = true)]
[OutputType(typeof(MergeResult))]
public sealed class ImportExperimentStoreCommand : MergingCommand
{
    /// <summary>The files or folders to import, with wildcards.</summary>
    [Parameter(Mandatory = true, Position = 0, ValueFromPipeline = true, ValueFromPipelineByPropertyName = true)]
    [Alias("PSPath", "FullName")]
    [ValidateNotNullOrEmpty]
    [SupportsWildcards]
    public string[] Path { get; set; } = [];

    /// <summary>The project of the experiments, for formats without projects.</summary>
    [Parameter]
    [ValidateNotNullOrEmpty]
    [ArgumentCompleter(typeof(ProjectCompleter))]
    public string? Project { get; set; }

    /// <inheritdoc/>
    protected override void Process()
    {
        foreach (string path in Path.SelectMany(p => FilePaths.Resolve(Session, p)))
        {
            using ITransferSource source = ImportSource.Open(path, Project);
            MergeFrom(source, "Import");
        }
    }
}
