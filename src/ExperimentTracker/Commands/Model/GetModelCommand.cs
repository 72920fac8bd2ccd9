using System.Management.Automation;
using ExperimentTracker.Binding;
using ExperimentTracker.Completion;
using ExperimentTracker.Contracts.Catalog;

namespace ExperimentTracker.Commands;

/// <summary>Gets models.</summary>
[Cmdlet(VerbsCommon.Get, "Model")]
[OutputType(typeof(Model))]
public sealed class GetModelCommand : GetRecordCommand<ModelIdentity, Model>
{
    /// <summary>The models: names with wildcards, ids, or objects such as versions. Without it, all.</summary>
    [Parameter(Position = 0, ValueFromPipeline = true)]
    [Alias("Name", "Id", "ModelId")]
    [SupportsWildcards]
    [ArgumentCompleter(typeof(ModelCompleter))]
    public ModelIdentity[]? Model { get; set; }

    /// <summary>Only those of this project.</summary>
    [Parameter]
    [ArgumentCompleter(typeof(ProjectCompleter))]
    public ProjectIdentity? Project { get; set; }

    /// <inheritdoc/>
    protected override void Process()
    {
        if (Removed) WriteRemoved();
        else if (Project is null) Write(Model ?? [new("*")]);
        else WriteOf([Project], Model ?? [new("*")]);
    }

    // Several removed models can have had the same name.
    private void WriteRemoved()
    {
        string? projectId = Project?.Find(ReadStore, Cancellation).Id;
        NamePattern[]? patterns = Wildcards.ParseAll(Model?.Select(m => m.Text).ToArray());
        IReadOnlyList<Model> models = ReadStore.Models.Query(new() { ProjectId = projectId, Removed = RemovedFilter.Removed }, Cancellation);
        WriteObject(models.Where(m => patterns is null || patterns.Any(p => p.IsMatch(m.Name) || p.IsMatch(m.Id))), enumerateCollection: true);
    }
}
