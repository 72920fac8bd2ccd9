using System.Management.Automation;
using ExperimentTracker.Binding;
using ExperimentTracker.Completion;
using ExperimentTracker.Contracts.Stores;
using ExperimentTracker.Provenance;

namespace ExperimentTracker.Commands;

/// <summary>Changes a model version: its stage, its aliases, its description. A promotion to Production archives the incumbent.</summary>
[Cmdlet(VerbsCommon.Set, "ModelVersion", SupportsShouldProcess = true)]
[OutputType(typeof(ModelVersion))]
public sealed class SetModelVersionCommand : SetRecordCommand<ModelVersionIdentity, ModelVersion>
{
    /// <summary>The version: its id, <c>model/3</c>, <c>model/alias</c>, or its object.</summary>
    [Parameter(Mandatory = true, Position = 0, ValueFromPipeline = true)]
    [Alias("Id")]
    [ArgumentCompleter(typeof(ModelVersionCompleter))]
    public ModelVersionIdentity ModelVersion { get; set; } = null!;

    /// <summary>The new stage.</summary>
    [Parameter(Position = 1)]
    [StageTransformation]
    public ModelStage? Stage { get; set; }

    /// <summary>The reason, which the history of stages keeps.</summary>
    [Parameter]
    [AllowNull]
    [AllowEmptyString]
    public string? Reason { get; set; }

    /// <summary>Aliases to set on this version; an alias of another version of the model is moved.</summary>
    [Parameter]
    [ArgumentCompleter(typeof(AliasCompleter))]
    public string[] Alias { get; set; } = [];

    /// <summary>Aliases of this version to remove.</summary>
    [Parameter]
    [ArgumentCompleter(typeof(AliasCompleter))]
    public string[] RemoveAlias { get; set; } = [];

    /// <summary>The new description; an empty string removes it.</summary>
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
