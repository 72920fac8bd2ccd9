using System.Management.Automation;
using ExperimentTracker.Classification;

namespace ExperimentTracker.Commands;

/// <summary>Adds the confusion matrix of predictions to a run: how often each label was predicted for each actual one.</summary>
[Cmdlet(VerbsCommon.Add, "ConfusionMatrix", SupportsShouldProcess = true)]
[OutputType(typeof(Artifact))]
public sealed class AddConfusionMatrixCommand : PredictionAddingCommand
{
    private readonly List<string> predicted = [];

    /// <summary>The predicted labels, in the order of the actual ones.</summary>
    [Parameter(Mandatory = true, Position = 1, ValueFromPipelineByPropertyName = true)]
    public string[] Predicted { get; set; } = [];

    /// <summary>The order of the labels, which contains all. Without it, those that occur, sorted.</summary>
    [Parameter]
    [Alias("Labels")]
    public string[]? Label { get; set; }

    private protected override string Type => ConfusionMatrix.ArtifactType;

    private protected override void Take() => predicted.AddRange(Predicted);

    private protected override NamedValues Calculate(IReadOnlyList<string> actual) => ConfusionMatrix.Of(actual, predicted, Label).ToValue();
}
