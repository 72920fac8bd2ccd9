using System.Management.Automation;
using ExperimentTracker.Binding;
using ExperimentTracker.Completion;
using ExperimentTracker.Contracts.Artifacts;
using ExperimentTracker.Contracts.Stores;
using ExperimentTracker.Formatting;
using ExperimentTracker.Progress;
using ExperimentTracker.Rules;
using ExperimentTracker.Services;
using ExperimentTracker.Stores;
using ExperimentTracker.Values;

namespace ExperimentTracker.Commands;

/// <summary>Adds an artifact to a run or an experiment: a file, a folder, text, bytes, an object, a reference, or a record of external content.</summary>
[Cmdlet(VerbsCommon.Add, "Artifact", DefaultParameterSetName = PathSet, SupportsShouldProcess = true)]
[OutputType(typeof(Artifact))]
public sealed class AddArtifactCommand : RunWritingCommand
{
    private const string PathSet = "Path";
    private const string LiteralSet = "LiteralPath";
    private const string FolderSet = "Folder";
    private const string TextSet = "Text";
    private const string BytesSet = "Bytes";
    private const string ObjectSet = "Object";
    private const string ReferenceSet = "Reference";
    private const string RecordSet = "Record";

    /// <summary>Files: paths, in which wildcards are allowed, or the output of Get-ChildItem; or rows with a Digest and a Size.</summary>
    [Parameter(ParameterSetName = PathSet, Mandatory = true, Position = 0, ValueFromPipeline = true)]
    [SupportsWildcards]
    public ArtifactSource[] Path { get; set; } = [];

    /// <summary>Files, as literal paths.</summary>
    [Parameter(ParameterSetName = LiteralSet, Mandatory = true)]
    [Alias("PSPath", "FullName")]
    public string[] LiteralPath { get; set; } = [];

    /// <summary>A folder, stored with all its files as one artifact.</summary>
    [Parameter(ParameterSetName = FolderSet, Mandatory = true)]
    public string Folder { get; set; } = "";

    /// <summary>Text, stored as UTF-8.</summary>
    [Parameter(ParameterSetName = TextSet, Mandatory = true)]
    [AllowEmptyString]
    public string Text { get; set; } = "";

    /// <summary>Bytes.</summary>
    [Parameter(ParameterSetName = BytesSet, Mandatory = true)]
    [AllowEmptyCollection]
    [IntegerTransformation(typeof(byte[]))]
    public byte[] Bytes { get; set; } = [];

    /// <summary>Any object, stored as JSON.</summary>
    [Parameter(ParameterSetName = ObjectSet, Mandatory = true)]
    [AllowNull]
    [AllowEmptyString]
    [AllowEmptyCollection]
    public object? Object { get; set; }

    /// <summary>A location outside of the store, such as a path or a URL: recorded, not copied.</summary>
    [Parameter(ParameterSetName = ReferenceSet, Mandatory = true)]
    public string Reference { get; set; } = "";

    /// <summary>The digest of external content: 64 hexadecimal digits of SHA-256, with or without <c>sha256:</c>.</summary>
    [Parameter(ParameterSetName = RecordSet, Mandatory = true)]
    [Parameter(ParameterSetName = ReferenceSet)]
    public string? Digest { get; set; }

    /// <summary>The size of external content in bytes.</summary>
    [Parameter(ParameterSetName = RecordSet)]
    [Parameter(ParameterSetName = ReferenceSet)]
    [IntegerTransformation(typeof(long?), Lowest = 0)]
    public long? Size { get; set; }

    /// <summary>The key; for files and folders, it defaults to their name.</summary>
    [Parameter(Position = 1, ValueFromPipelineByPropertyName = true)]
    public string? Key { get; set; }

    /// <summary>The step that it shows, from 0. Artifacts of one key at several steps are a series.</summary>
    [Parameter]
    [StepTransformation(typeof(long?), Lowest = 0)]
    public long? Step { get; set; }

    /// <summary>The experiment that owns it, instead of a run.</summary>
    [Parameter]
    [ArgumentCompleter(typeof(ExperimentCompleter))]
    public ExperimentIdentity? Experiment { get; set; }

    /// <summary>The epoch of the run that it belongs to: its id, its number or the record.</summary>
    [Parameter]
    [ArgumentCompleter(typeof(EvaluationCompleter))]
    public EvaluationIdentity? Epoch { get; set; }

    /// <summary>The result of the run that it belongs to: its id, its number or the record.</summary>
    [Parameter]
    [ArgumentCompleter(typeof(EvaluationCompleter))]
    public EvaluationIdentity? Result { get; set; }

    /// <summary>What it is for, as you name it: model, plot, log.</summary>
    [Parameter]
    [AllowNull]
    [AllowEmptyString]
    public string? Type { get; set; }

    /// <summary>The media type; without it, that of the file extension.</summary>
    [Parameter]
    [AllowNull]
    [AllowEmptyString]
    public string? MediaType { get; set; }

    /// <summary>Additional data: any object.</summary>
    [Parameter]
    [AllowNull]
    [AllowEmptyString]
    [AllowEmptyCollection]
    public object? Config { get; set; }

    /// <summary>Replaces an artifact with the same key and step, and other content.</summary>
    [Parameter]
    public SwitchParameter Force { get; set; }

    /// <inheritdoc/>
    protected override void Process()
    {
        switch (ParameterSetName)
        {
            case PathSet: ForEach(Path, AddSource); break;
            case LiteralSet: ForEach(LiteralPath, path => AddFile(FilePaths.Literal(Session, path))); break;
            case FolderSet: AddFolder(FilePaths.Literal(Session, Folder)); break;
            case TextSet: Add(null, draft => ArtifactIntake.AddText(TargetStore, draft, Text, Cancellation)); break;
            case BytesSet: Add(null, draft => ArtifactIntake.AddBytes(TargetStore, draft, Bytes, Cancellation)); break;
            case ObjectSet:
                object? value = DomainValues.From(nameof(Object), Object);
                Add(null, draft => ArtifactIntake.AddObject(TargetStore, draft, value, Cancellation));
                break;
            case ReferenceSet: Add(null, draft => Commit(draft with { Kind = ArtifactKind.Reference, Location = Reference })); break;
            case RecordSet: AddRecord(Digest, Size); break;
        }
    }

    // Without a run, an epoch or a result that was given as a record determines the run and the store.
    private IExperimentStore TargetStore =>
        Experiment is not null || (Run is null && ((Epoch ?? Result)?.Source is not null || (State.Current is null && (Epoch ?? Result) is not null)))
            ? ReadStore
            : RunStore;

    private string OwnerRunId => (Run is not null ? null
        : Epoch?.FindRunId(TargetStore, RecordType.Epoch, Cancellation) ?? Result?.FindRunId(TargetStore, RecordType.Result, Cancellation)) ?? TargetRunId;

    private void AddSource(ArtifactSource source)
    {
        if (source.Digest is { } digest) AddRecord(digest, source.Size);
        else ForEach(source.IsLiteral ? [FilePaths.Literal(Session, source.Path)] : FilePaths.Resolve(Session, source.Path), AddFile);
    }

    private void AddRecord(string? digest, long? size) =>
        Add(null, draft => Commit(draft with { Kind = ArtifactKind.Record, Digest = digest, Size = size }));

    private void AddFile(string path)
    {
        using var progress = new ByteProgress(this, "Adding an artifact", path, new FileInfo(path) is { Exists: true } file ? file.Length : 0);
        Add(System.IO.Path.GetFileName(path), draft => ArtifactIntake.AddFile(TargetStore, draft, path, progress, Cancellation));
    }

    private void AddFolder(string path)
    {
        using var progress = new ByteProgress(this, "Adding a folder", path, 0);
        string name = System.IO.Path.GetFileName(System.IO.Path.TrimEndingDirectorySeparator(path));
        Add(name, draft => ArtifactIntake.AddFolder(TargetStore, draft, path, progress, Cancellation, text => WriteWarning(DisplayText.Text(text))));
    }

    private void Add(string? fallbackKey, Func<ArtifactDraft, Artifact> add)
    {
        (RecordType type, string id) = Experiment is null ? (RecordType.Run, OwnerRunId) : (RecordType.Experiment, Experiment.Find(ReadStore, Cancellation).Id);
        CheckSource((Epoch ?? Result)?.Source, TargetStore);
        string key = ArtifactRules.CheckKey(Key ?? fallbackKey);
        if (!ShouldChange($"{type.Noun()} {RecordId.Shorten(id)}", $"Add artifact '{key}'")) return;
        Artifact added = add(new ArtifactDraft
        {
            OwnerType = type,
            OwnerId = id,
            Epoch = Epoch?.Text,
            Result = Result?.Text,
            Key = key,
            Step = Step,
            Type = Type,
            MediaType = MediaType,
            Config = DomainValues.From(nameof(Config), Config),
            Digest = Digest,
            Size = Size,
            Replace = Force,
        });
        if (PassThru) WriteObject(added);
    }

    private Artifact Commit(ArtifactDraft draft) => TargetStore.Artifacts.Commit([draft], Cancellation)[0];
}
