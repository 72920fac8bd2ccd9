using System.Management.Automation;
using ExperimentTracker.Completion;
using ExperimentTracker.Contracts.Stores;
using ExperimentTracker.Loading;
using ExperimentTracker.Stores;
using ExperimentTracker.Transfer;

namespace ExperimentTracker.Commands;

/// <summary>Imports an exported store, or what another tracker recorded, into a store.</summary>
[Cmdlet(VerbsData.Import, "ExperimentStore", SupportsShouldProcess = true)]
[OutputType(typeof(MergeResult))]
public sealed class ImportExperimentStoreCommand : MergingCommand
{
    /// <summary>The files or folders to import, with wildcards; with a format that reads from servers, the address of one.</summary>
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

    /// <summary>The name of the format; without it, the format is recognised.</summary>
    [Parameter]
    [ValidateNotNullOrEmpty]
    [ArgumentCompleter(typeof(ForeignFormatCompleter))]
    public string? Format { get; set; }

    /// <inheritdoc/>
    protected override void Process()
    {
        ITransferFormat? format = Format is null ? null : ForeignFormats.Named(Format);
        foreach (string path in Path.SelectMany(p => Sources(p, format)))
        {
            ForeignDatabase? database = StoreAddress.IsServerUrl(path) ? StoreEngines.DatabaseAt(StoreAddress.Parse(path)) : null;
            var request = new TransferRequest(database?.Name ?? path, Project, Cancellation) { Database = database };
            using ITransferSource source = format is null ? ImportSource.Recognize(request, ForeignFormats.Load) : ImportSource.OpenAs(format, request);
            MergeFrom(source, "Import");
        }
    }

    private IEnumerable<string> Sources(string path, ITransferFormat? format)
    {
        if (!StoreAddress.IsUrl(path)) return FilePaths.Resolve(Session, path);
        if (StoreAddress.IsServerUrl(path)) return format is { TakesDatabase: true } ? [path] : throw AddressErrors.NotAPath();
        if (format is { TakesAddress: true }) return [path];
        throw TransferErrors.AddressInvalid(ForeignFormats.Load().All);
    }
}
