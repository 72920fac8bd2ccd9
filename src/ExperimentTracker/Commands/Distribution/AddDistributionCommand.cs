using System.Management.Automation;
using ExperimentTracker.Binding;
using ExperimentTracker.Completion;
using ExperimentTracker.Rules;
using ExperimentTracker.Series;

namespace ExperimentTracker.Commands;

/// <summary>Adds a distribution of values at a step of a run: counts them in bins, or takes bins with their counts.</summary>
[Cmdlet(VerbsCommon.Add, "Distribution", DefaultParameterSetName = BinsSet, SupportsShouldProcess = true)]
[OutputType(typeof(Distribution))]
public sealed class AddDistributionCommand : RunWritingCommand
{
    private const string BinsSet = "Bins";
    private const string EdgesSet = "Edges";
    private const string CountSet = "Count";

    private readonly List<double> values = [];

    /// <summary>The key of the distribution, such as <c>layer1/weights</c>.</summary>
    [Parameter(Mandatory = true, Position = 0)]
    [Alias("Name")]
    [ArgumentCompleter(typeof(DistributionCompleter))]
    public string Key { get; set; } = "";

    /// <summary>The values. All values of the pipeline are one distribution.</summary>
    [Parameter(ParameterSetName = BinsSet, Mandatory = true, Position = 1, ValueFromPipeline = true)]
    [Parameter(ParameterSetName = EdgesSet, Mandatory = true, Position = 1, ValueFromPipeline = true)]
    [NumberTransformation(typeof(double[]), AcceptsDurations = true)]
    [Alias("Values")]
    public double[] Value { get; set; } = [];

    /// <summary>The number of bins of equal width between the lowest and the highest finite value.</summary>
    [Parameter(ParameterSetName = BinsSet)]
    [IntegerTransformation(typeof(int), Lowest = 1)]
    [PSDefaultValue(Help = "64")]
    public int Bins { get; set; } = BinnedValues.DefaultBins;

    /// <summary>The edges of the bins in ascending order, one more than there are bins.</summary>
    [Parameter(ParameterSetName = EdgesSet, Mandatory = true)]
    [Parameter(ParameterSetName = CountSet, Mandatory = true)]
    [NumberTransformation(typeof(double[]))]
    public double[] Edges { get; set; } = [];

    /// <summary>The number of values in each bin, counted elsewhere.</summary>
    [Parameter(ParameterSetName = CountSet, Mandatory = true)]
    [IntegerTransformation(typeof(long[]), Lowest = 0)]
    [Alias("Counts")]
    public long[] Count { get; set; } = [];

    /// <summary>The step, from 0; defaults to the one after the highest of this key.</summary>
    [Parameter]
    [StepTransformation(typeof(long?), Lowest = 0)]
    public long? Step { get; set; }

    /// <summary>When the values were measured; defaults to now.</summary>
    [Parameter]
    [TimeTransformation(typeof(DateTime?))]
    public DateTime? Timestamp { get; set; }

    /// <summary>The run: its id, name, path or object. Without it, the current run.</summary>
    [Parameter]
    [Alias("RunId")]
    [ArgumentCompleter(typeof(RunCompleter))]
    public override RunIdentity? Run { get; set; }

    /// <inheritdoc/>
    protected override void Begin() => Names.CheckMetric(Key);

    /// <inheritdoc/>
    protected override void Process()
    {
        if (ParameterSetName == CountSet) AddDistribution(Key, BinnedValues.OfCounts(Count, Edges), Step, Timestamp);
        else values.AddRange(Value);
    }

    /// <inheritdoc/>
    protected override void End()
    {
        if (values.Count == 0) return;
        AddDistribution(Key, ParameterSetName == EdgesSet ? BinnedValues.Of(values.ToArray(), Edges) : BinnedValues.Of(values.ToArray(), Bins), Step, Timestamp);
    }

    // Each number of the pipeline is a value; a record among them is none, so it names no store.
    private protected override bool ProvidesSourceStore(string parameter) => parameter != nameof(Value);
}
