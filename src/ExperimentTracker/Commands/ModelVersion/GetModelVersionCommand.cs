using System.Management.Automation;
using ExperimentTracker.Binding;
using ExperimentTracker.Completion;
using ExperimentTracker.Contracts.Catalog;
using ExperimentTracker.Contracts.Models;
using ExperimentTracker.Rules;
using ExperimentTracker.Values;

namespace ExperimentTracker.Commands;

/// <summary>Gets versions of models: by number, alias or stage, now or at a time in the past.</summary>
[Cmdlet(VerbsCommon.Get, "ModelVersion", DefaultParameterSetName = ModelSet)]
[OutputType(typeof(ModelVersion), typeof(StageChange))]
public sealed class GetModelVersionCommand : TrackerCommand
{
    private const string ModelSet = "Model";

    /// <summary>The models: names with wildcards, ids or objects; or single versions: <c>model/3</c>, <c>model/alias</c> or objects. Without it, all.</summary>
    [Parameter(ParameterSetName = ModelSet, Position = 0, ValueFromPipeline = true)]
    [SupportsWildcards]
    [ArgumentCompleter(typeof(ModelOrVersionCompleter))]
    public ModelIdentity[]? Model { get; set; }

    /// <summary>The number.</summary>
    [Parameter(ParameterSetName = ModelSet, Position = 1)]
    [ArgumentCompleter(typeof(VersionNumberCompleter))]
    [IntegerTransformation(typeof(long?))]
    public long? Version { get; set; }

    /// <summary>The alias.</summary>
    [Parameter(ParameterSetName = ModelSet)]
    [ArgumentCompleter(typeof(AliasCompleter))]
    public string? Alias { get; set; }

    /// <summary>The stage.</summary>
    [Parameter(ParameterSetName = ModelSet)]
    [StageTransformation]
    public ModelStage? Stage { get; set; }

    /// <summary>The time for which -Stage is evaluated; versions registered later are excluded.</summary>
    [Parameter(ParameterSetName = ModelSet)]
    [TimeTransformation(typeof(DateTime?))]
    public DateTime? AsOf { get; set; }

    /// <summary>Versions: ids, <c>model/3</c>, <c>model/alias</c>, or records.</summary>
    [Parameter(ParameterSetName = "ModelVersion", Mandatory = true, ValueFromPipeline = true)]
    [ArgumentCompleter(typeof(ModelVersionCompleter))]
    public ModelVersionIdentity[] ModelVersion { get; set; } = [];

    /// <summary>Returns the stage changes of the versions instead of the versions.</summary>
    [Parameter]
    public SwitchParameter History { get; set; }

    /// <inheritdoc/>
    protected override void Process()
    {
        if (ParameterSetName != ModelSet) ForEach(ModelVersion, v => Write([v.Find(ReadStore, Cancellation)]));
        else if (Model is null) WriteOf(null);
        else ForEach(Model, WriteFitting);
    }

    private void WriteFitting(ModelIdentity identity)
    {
        bool isPlain = Version is null && Alias is null && Stage is null && AsOf is null;
        if (isPlain && identity.FindVersion(ReadStore, Cancellation) is { } version)
        {
            Write([version]);
            return;
        }

        IEnumerable<Model> models = AsOf is null ? identity.FindAll(ReadStore, Cancellation) : identity.FindAllIncludingRemoved(ReadStore, Cancellation);
        WriteOf([.. models.Select(m => m.Id)]);
    }

    private void WriteOf(string[]? modelIds)
    {
        var query = new ModelVersionQuery
        {
            ModelIds = modelIds,
            Version = Version,
            Alias = Alias,
            Stage = Stage,
            AsOf = AsOf is { } time ? UtcTicks.From(time) : null,

            // A version that was removed later was still in Production at that time.
            Removed = AsOf is null ? RemovedFilter.Live : RemovedFilter.All,
        };
        IReadOnlyList<ModelVersion> found = ReadStore.Models.Versions(query, Cancellation);
        if (found.Count == 0 && modelIds is [var only] && (Version is not null || Alias is not null))
        {
            throw ModelErrors.VersionNotFound($"{ReadStore.Models.Query(new() { Ids = [only], Removed = RemovedFilter.All }, Cancellation)[0].Name}/{Alias ?? $"{Version}"}");
        }

        Write(found);
    }

    private void Write(IReadOnlyList<ModelVersion> versions)
    {
        if (History) WriteObject(ReadStore.Models.StageHistory([.. versions.Select(v => v.Id)], Cancellation), enumerateCollection: true);
        else WriteObject(versions, enumerateCollection: true);
    }
}
