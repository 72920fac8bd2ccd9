using System.Collections;
using System.Management.Automation;
using ExperimentTracker.Binding;
using ExperimentTracker.Contracts.Metrics;
using ExperimentTracker.Contracts.Stores;
using ExperimentTracker.Rules;
using ExperimentTracker.Values;

namespace ExperimentTracker.Commands;

/// <summary>A cmdlet that adds an epoch or a result to a run, and its values to the series of the run.</summary>
public abstract class EvaluationAddingCommand : RunWritingCommand
{
    /// <summary>The number within the run, from 0; defaults to the next one.</summary>
    [Parameter(Position = 0, ValueFromPipelineByPropertyName = true)]
    [NullPropertyIsOmitted]
    [StepTransformation(typeof(long?), Lowest = 0)]
    public long? Index { get; set; }

    /// <summary>The total accuracy.</summary>
    [Parameter(ValueFromPipelineByPropertyName = true)]
    [NullPropertyIsOmitted]
    [NumberTransformation(typeof(double?))]
    public double? Accuracy { get; set; }

    /// <summary>The accuracy by label.</summary>
    [Parameter(ValueFromPipelineByPropertyName = true)]
    [NullPropertyIsOmitted]
    public IDictionary? AccuracyPerLabel { get; set; }

    /// <summary>The total loss.</summary>
    [Parameter(ValueFromPipelineByPropertyName = true)]
    [NullPropertyIsOmitted]
    [NumberTransformation(typeof(double?))]
    public double? Loss { get; set; }

    /// <summary>The loss by label.</summary>
    [Parameter(ValueFromPipelineByPropertyName = true)]
    [NullPropertyIsOmitted]
    public IDictionary? LossPerLabel { get; set; }

    /// <summary>Further values by name.</summary>
    [Parameter(ValueFromPipelineByPropertyName = true)]
    [Alias("Metrics")]
    [NullPropertyIsOmitted]
    public IDictionary? Metric { get; set; }

    /// <summary>When it was measured; defaults to now.</summary>
    [Parameter(ValueFromPipelineByPropertyName = true)]
    [NullPropertyIsOmitted]
    [TimeTransformation(typeof(DateTime?))]
    public DateTime? Timestamp { get; set; }

    /// <summary>The id; generated if omitted.</summary>
    [Parameter(ValueFromPipelineByPropertyName = true)]
    [NullPropertyIsOmitted]
    public string? Id { get; set; }

    /// <summary>The kind of record to add.</summary>
    private protected abstract RecordType Type { get; }

    /// <inheritdoc/>
    protected sealed override void Process()
    {
        string runId = TargetRunId;
        IExperimentStore store = RunStore;
        var draft = new EvaluationDraft
        {
            Type = Type,
            RunId = runId,
            Id = Id,
            Index = Index,
            Accuracy = Accuracy,
            AccuracyPerLabel = Numbers(nameof(AccuracyPerLabel), AccuracyPerLabel),
            Loss = Loss,
            LossPerLabel = Numbers(nameof(LossPerLabel), LossPerLabel),
            Metrics = Numbers(nameof(Metric), Metric),
            Ticks = Timestamp is { } time ? UtcTicks.From(time) : UtcTicks.Now(store.Time),
        };
        if (!ShouldWrite(runId, $"Add {Type.Noun()}")) return;
        Evaluation added = store.Evaluations.Add([draft], Cancellation)[0];
        if (PassThru) WriteObject(added);
        EndBlockWithoutPromise(runId);
    }

    private static NamedValues Numbers(string parameter, IDictionary? values)
    {
        KeyValuePair<string, object?>[] numbers = [.. MapEntries.Of(values ?? new Hashtable()).Select(entry => Number(parameter, entry))];
        DistinctNames.Check($"-{parameter}", numbers.Select(pair => pair.Key));
        return new NamedValues(values is Hashtable ? numbers.OrderBy(pair => pair.Key, StringComparer.OrdinalIgnoreCase) : numbers);
    }

    private static KeyValuePair<string, object?> Number(string parameter, DictionaryEntry entry)
    {
        string name = NameReader.Read($"-{parameter}", entry.Key) ?? "";
        return MetricValue.Read(entry.Value, out double number, out _) is { } why
            ? throw new ValueProblem(ValueKind.Number, entry.Value, null, why).At($"-{parameter}, key '{name}'", name)
            : KeyValuePair.Create(name, (object?)number);
    }
}
