using System.Management.Automation;
using ExperimentTracker.Binding;

namespace ExperimentTracker.Commands;

/// <summary>Changes a model version: its stage, its aliases, its description. Going to Production archives the incumbent.</summary>
[Cmdlet(VerbsCommon.Set, "ModelVersion", SupportsShouldProcess = true)]
[OutputType(typeof(ModelVersion))]
public sealed class SetModelVersionCommand : SetRecordCommand<ModelVersionIdentity, ModelVersion>
{
    /// <summary>The version: its id, <c>model/3</c>, <c>model/alias</c>, or its object.</summary>
    [Parameter(Mandatory = true, Position = 0, ValueFromPipeline = true)]
    [Alias("Id")]
    [ArgumentCompleter(typeof(ModelVersionCompleter))]
    public ModelVersionIdentity ModelVersion { get; set; } = null!;

    /// <summary>The stage to go to.</summary>
    [Parameter(Position = 1)]
    [StageTransformation]
    public ModelStage? Stage { get; set; }

    /// <summary>Why; kept with the change of stage.</summary>
    [Parameter]
    public string? Reason { get; set; }

    /// <summary>Aliases that shall name this version; one that named another version of the model moves.</summary>
    [Parameter]
    [ArgumentCompleter(typeof(AliasCompleter))]
    public string[] Alias { get; set; } = [];

    /// <summary>Aliases of this version to take away.</summary>
    [Parameter]
    [ArgumentCompleter(typeof(AliasCompleter))]
    public string[] RemoveAlias { get; set; } = [];

    /// <summary>The new description; an empty one takes it away.</summary>
    [Parameter]
    [AllowEmptyString]
    public string? Description { get; set; }

    private protected override ModelVersionIdentity Identity => ModelVersion;

    private protected override string Action(ModelVersion found) => Stage is null ? "Change" : $"Move from {found.Stage} to {Stage}";

    private protected override ModelVersion Change(IExperimentStore store, string id) => store.Models.UpdateVersion(
        id,
        new()
        {
            Stage = Stage,
            Reason = Reason,
            Actor = ProcessIdentities.Actor,
            Description = Description,
            AddAliases = Alias,
            RemoveAliases = RemoveAlias,
        },
        Cancellation);
}
