using System.Management.Automation;
using ExperimentTracker.Binding;
using ExperimentTracker.Completion;
using ExperimentTracker.Contracts.Runs;
using ExperimentTracker.Contracts.Stores;
using ExperimentTracker.Errors;
using ExperimentTracker.Filters;
using ExperimentTracker.Formatting;
using ExperimentTracker.Loading;
using ExperimentTracker.Progress;
using ExperimentTracker.Services;
using ExperimentTracker.Stores;
using ExperimentTracker.Transfer;
using ExperimentTracker.Values;

namespace ExperimentTracker.Commands;

/// <summary>Writes a store, or some of its runs, to a JSON file, to a folder with a JSON file and the blobs of artifacts, or in the format of another program.</summary>
[Cmdlet(VerbsData.Export, "ExperimentStore", SupportsShouldProcess = true, DefaultParameterSetName = RunSet)]
[OutputType(typeof(FileInfo), typeof(DirectoryInfo), typeof(Uri))]
public sealed class ExportExperimentStoreCommand : TrackerCommand
{
    private const string Activity = "Exporting the experiment store";
    private const string RunSet = "Run";
    private const string ExperimentSet = "Experiment";

    private readonly Dictionary<string, Run> runs = new(StringComparer.Ordinal);
    private readonly HashSet<string> experiments = new(StringComparer.Ordinal);
    private IExperimentStore? selectedFrom;
    private FilterProgram? program;

    /// <summary>The file or folder to write; with a format that is sent to servers, the address of one.</summary>
    [Parameter(Mandatory = true, Position = 0)]
    [ValidateNotNullOrEmpty]
    public string Path { get; set; } = "";

    /// <summary>The format; defaults to JSON for a path that ends in .json, and to a folder otherwise.</summary>
    [Parameter]
    [ValidateNotNullOrEmpty]
    [ArgumentCompleter(typeof(ExportFormatCompleter))]
    public string? As { get; set; }

    /// <summary>Replaces an existing export.</summary>
    [Parameter]
    public SwitchParameter Force { get; set; }

    /// <summary>Only these runs: names with wildcards, ids, paths or objects.</summary>
    [Parameter(ParameterSetName = RunSet, ValueFromPipeline = true)]
    [Alias("RunId")]
    [SupportsWildcards]
    [ArgumentCompleter(typeof(RunCompleter))]
    public RunIdentity[]? Run { get; set; }

    /// <summary>Only these experiments, with their runs.</summary>
    [Parameter(Mandatory = true, ParameterSetName = ExperimentSet, ValueFromPipeline = true)]
    [SupportsWildcards]
    [ArgumentCompleter(typeof(ExperimentCompleter))]
    public ExperimentIdentity[]? Experiment { get; set; }

    /// <summary>Only runs for which this script block is true; <c>$_</c> is the run.</summary>
    [Parameter]
    public ScriptBlock? Filter { get; set; }

    /// <inheritdoc/>
    protected override bool ErrorsTerminate => true;

    private bool IsSelection => Run is not null || Experiment is not null || Filter is not null || MyInvocation.ExpectingInput;

    /// <inheritdoc/>
    protected override void Process()
    {
        foreach (RunIdentity identity in Run ?? []) Select(_ => identity.FindAll(From(identity), Cancellation));
        foreach (Experiment experiment in (Experiment ?? []).SelectMany(identity => identity.FindAll(From(identity), Cancellation)))
        {
            if (Filter is null) experiments.Add(experiment.Id);
            Select(query => selectedFrom!.Runs.Query(query with { ExperimentIds = [experiment.Id] }, Cancellation));
        }

        if (Run is null && Experiment is null && Filter is not null) Select(query => ReadStore.Runs.Query(query, Cancellation));
    }

    // All records of an export come from one store.
    private IExperimentStore From(RecordIdentity identity)
    {
        if (selectedFrom is null) return selectedFrom = StoreOf(identity);
        CheckSource(identity.Source, selectedFrom);
        return selectedFrom;
    }

    private void Select(Func<RunQuery, IEnumerable<Run>> find)
    {
        if (Filter is not null) program ??= new FilterProgram(Filter, SessionState);
        using var choice = new RunSelection(program, null, 0, null, error => WriteError(error.ToErrorRecord()), RememberSource);
        foreach (Run run in choice.Of(find(choice.Narrow(new RunQuery())))) runs[run.Id] = run;
    }

    /// <inheritdoc/>
    protected override void End()
    {
        if (IsSelection && runs.Count + experiments.Count == 0)
        {
            WriteWarning("Nothing was exported, because no run is selected.");
            return;
        }

        string asked = As ?? (Path.EndsWith(".json", StringComparison.OrdinalIgnoreCase) ? StoreExport.FileForm : StoreExport.FolderForm);
        bool isJson = asked.Equals(StoreExport.FileForm, StringComparison.OrdinalIgnoreCase);
        IExportFormat? format = isJson || asked.Equals(StoreExport.FolderForm, StringComparison.OrdinalIgnoreCase) ? null : ForeignFormats.ExportNamed(asked);
        string path = Target(format);
        IExperimentStore store = selectedFrom ?? ReadStore;
        string what = !IsSelection ? $"the store {store.Path}" : runs.Count == 1 ? "1 run" : $"{runs.Count} runs";
        if (!ShouldProcess(path, $"Export {what} as {format?.Name ?? (isJson ? StoreExport.FileForm : StoreExport.FolderForm)}")) return;
        using ITransferSource source = IsSelection ? SelectedSource.Of(store, [.. runs.Values], experiments, Cancellation) : store.Transfer.AsSource(Cancellation);
        if (format is not null) WriteForeign(format, source, path);
        else if (isJson) WriteFile(source, path);
        else WriteFolder(source, path);
    }

    private string Target(IExportFormat? format)
    {
        if (!IsWebAddress(Path)) return FilePaths.Literal(Session, Path);
        return format is { TakesAddress: true } ? Path : throw TransferErrors.ExportAddressInvalid(ForeignFormats.Load().Exports);
    }

    private static bool IsWebAddress(string path) => Uri.TryCreate(path, UriKind.Absolute, out Uri? address) && address.Scheme is "http" or "https";

    private void WriteFile(ITransferSource source, string path)
    {
        using (var progress = new RecordProgress(this, Activity)) StoreExport.ToFile(source, path, Force, progress, Cancellation);
        if (source.Contents(Cancellation) is { Count: > 0 } contents)
        {
            WriteWarning($"The contents of {contents.Count} artifacts ({ByteSize.Format(contents.Values.Sum())}) are not in the JSON. Use -As Folder to include them.");
        }

        base.WriteObject(new FileInfo(path));
    }

    private void WriteFolder(ITransferSource source, string path)
    {
        using var progress = new RecordProgress(this, Activity);
        using var bytes = new ByteProgress(this, Activity, "Contents", source.Contents(Cancellation).Values.Sum());
        foreach (string digest in StoreExport.ToFolder(source, path, Force, progress, bytes, Cancellation))
        {
            WriteWarning($"The content {digest} is missing or damaged and was omitted. Test-Artifact reports the artifact that it belongs to.");
        }

        base.WriteObject(new DirectoryInfo(path));
    }

    private void WriteForeign(IExportFormat format, ITransferSource source, string path)
    {
        var losses = new TransferLosses();
        using (var progress = new RecordProgress(this, Activity))
        {
            var request = new ExportRequest { Source = source, Target = path, Losses = losses, Progress = progress, Cancellation = Cancellation };
            if (request.IsAddress) format.Write(request);
            else StoreExport.ToFolder(format, request, Force);
        }

        if (losses.ToList() is { Count: > 0 } skipped) WriteWarning(DisplayText.Text($"Not everything has a place in the format {format.Name}: {string.Join(" ", skipped)}"));
        base.WriteObject(IsWebAddress(path) ? new Uri(path) : new DirectoryInfo(path));
    }
}
