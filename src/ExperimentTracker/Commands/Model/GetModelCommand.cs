using System.Management.Automation;
using ExperimentTracker.Binding;

namespace ExperimentTracker.Commands;

/// <summary>Gets models.</summary>
[Cmdlet(VerbsCommon.Get, "Model")]
[OutputType(typeof(Model))]
public sealed class GetModelCommand : TrackerCommand
{
    /// <summary>The models: names with wildcards, ids, or objects such as versions. Without it, all.</summary>
    [Parameter(Position = 0, ValueFromPipeline = true)]
    [Alias("Name", "Id", "ModelId")]
    [SupportsWildcards]
    [ArgumentCompleter(typeof(ModelCompleter))]
    public ModelIdentity[]? Model { get; set; }

    /// <summary>Of this project only.</summary>
    [Parameter]
    [ArgumentCompleter(typeof(ProjectCompleter))]
    public ProjectIdentity? Project { get; set; }

    /// <summary>Gets those that were removed, instead of those that are live.</summary>
    [Parameter]
    public SwitchParameter Removed { get; set; }

    /// <inheritdoc/>
    protected override void Process()
    {
        string? projectId = Project?.Find(ReadStore, Cancellation).Id;
        if (Model is not null && !Removed)
        {
            ForEach(Model, m => WriteObject(m.FindAll(ReadStore, Cancellation, projectId), enumerateCollection: true));
            return;
        }

        RemovedFilter filter = Removed ? RemovedFilter.Removed : RemovedFilter.Live;
        NamePattern[]? patterns = Wildcards.ParseAll(Model?.Select(m => m.Text).ToArray());
        IReadOnlyList<Model> models = ReadStore.Models.Query(new() { ProjectId = projectId, Removed = filter }, Cancellation);
        WriteObject(models.Where(m => patterns.FitAny(m.Name) || patterns.FitAny(m.Id)), enumerateCollection: true);
    }
}
