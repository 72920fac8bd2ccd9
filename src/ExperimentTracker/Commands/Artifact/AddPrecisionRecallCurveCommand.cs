using System.Management.Automation;
using ExperimentTracker.Binding;
using ExperimentTracker.Classification;
using ExperimentTracker.Rules;

namespace ExperimentTracker.Commands;

/// <summary>Adds the precision–recall curve of a classifier to a run, with the average precision.</summary>
[Cmdlet(VerbsCommon.Add, "PrecisionRecallCurve", SupportsShouldProcess = true)]
[OutputType(typeof(Artifact))]
public sealed class AddPrecisionRecallCurveCommand : PredictionAddingCommand
{
    private readonly List<double> scores = [];

    /// <summary>The scores, in the order of the actual values; a higher one means more likely positive.</summary>
    [Parameter(Mandatory = true, Position = 1, ValueFromPipelineByPropertyName = true)]
    [NumberTransformation(typeof(double[]))]
    [Alias("Scores")]
    public double[] Score { get; set; } = [];

    /// <summary>The actual value that is positive; all others are negative. Without it, True and 1 are positive, False and 0 are negative.</summary>
    [Parameter]
    public string? PositiveLabel { get; set; }

    private protected override string Type => PrecisionRecallCurve.ArtifactType;

    private protected override void Take() => scores.AddRange(Score);

    private protected override NamedValues Calculate(IReadOnlyList<string> actual) => PrecisionRecallCurve.Of(scores, [.. actual.Select(IsPositive)]).ToValue();

    private bool IsPositive(string actual) => PositiveLabel is not null ? actual == PositiveLabel
        : actual.ToUpperInvariant() switch
        {
            "TRUE" or "1" => true,
            "FALSE" or "0" => false,
            _ => throw PredictionErrors.Invalid(actual, $"'{actual}' is neither True nor False. Say which value is positive with -PositiveLabel."),
        };
}
