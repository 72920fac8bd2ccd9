using System.Collections;
using System.Management.Automation;
using ExperimentTracker.Binding;
using ExperimentTracker.Completion;
using ExperimentTracker.Rules;
using ExperimentTracker.SweepRuns;
using ExperimentTracker.Sweeps;

namespace ExperimentTracker.Commands;

/// <summary>A cmdlet that starts a sweep, with the parameters that define what it tries.</summary>
public abstract class SweepDefiningCommand : BlockRunningCommand
{
    private SweepDefinition? definition;

    /// <summary>The parameters to try: for each name a range (New-SweepRange), a list of values, or one value.</summary>
    [Parameter(ParameterSetName = NewSet)]
    public IDictionary? Space { get; set; }

    /// <summary>Sets of parameters to try, instead of a space: hashtables, or objects with a property for each.</summary>
    [Parameter(ParameterSetName = NewSet)]
    public object[]? List { get; set; }

    /// <summary>How parameters are chosen; defaults to Grid, and with -List to List.</summary>
    [Parameter(ParameterSetName = NewSet)]
    public SweepStrategy? Strategy { get; set; }

    /// <summary>The number of sets of parameters to try. A grid and a list have an end without it.</summary>
    [Parameter(ParameterSetName = NewSet)]
    [IntegerTransformation(typeof(int?), Lowest = 1)]
    public int? Count { get; set; }

    /// <summary>The seed of the random numbers. The same seed gives the same parameters, on every platform.</summary>
    [Parameter(ParameterSetName = NewSet)]
    [IntegerTransformation(typeof(long))]
    [PSDefaultValue(Help = "0")]
    public long Seed { get; set; }

    /// <summary>The metric to optimise: its best value ranks the trials.</summary>
    [Parameter(ParameterSetName = NewSet)]
    [ArgumentCompleter(typeof(MetricCompleter))]
    public string? Best { get; set; }

    /// <summary>The goal of the metric; defaults to the one that the block records with its points.</summary>
    [Parameter(ParameterSetName = NewSet)]
    public MetricGoal? Goal { get; set; }

    /// <summary>How often each set of parameters is tried. The trials of a set have the parameter <c>seed</c> 1, 2, 3 …</summary>
    [Parameter(ParameterSetName = NewSet)]
    [IntegerTransformation(typeof(int), Lowest = 1)]
    [PSDefaultValue(Help = "1")]
    public int Repeat { get; set; } = 1;

    /// <summary>Stops trials by themselves that are not worth going on with, by this rule, when their block adds points.</summary>
    [Parameter(ParameterSetName = NewSet)]
    public PruningRule? StopEarly { get; set; }

    /// <summary>With -StopEarly, the first step at which a trial can be stopped.</summary>
    [Parameter(ParameterSetName = NewSet)]
    [StepTransformation(typeof(long?))]
    public long? FirstStep { get; set; }

    /// <inheritdoc/>
    private protected override NamedValues ParametersToStartWith(Run? template)
    {
        NamedValues given = base.ParametersToStartWith(template);
        string? twice = given.Pairs.Select(pair => pair.Key).FirstOrDefault(name =>
            definition!.Names.Append(SweepDefinition.ParameterName).Contains(name, StringComparer.OrdinalIgnoreCase));
        if (twice is not null) throw SweepErrors.Invalid(twice, $"The parameter '{twice}' is one that the sweep sets itself. Leave it out of -Parameter, or out of the space.");
        return new(given.Pairs.Append(new(SweepDefinition.ParameterName, definition!.ToValues())));
    }

    /// <summary>Reads what the sweep tries.</summary>
    /// <exception cref="TrackerException"><c>InvalidSweep</c>, <c>InvalidName</c>, <c>NamesCollide</c>, <c>SecretRefused</c> or <c>UnsupportedValue</c>.</exception>
    private protected void ReadDefinition() => definition = new SweepDefinition
    {
        Strategy = Strategy ?? (List is null ? SweepStrategy.Grid : SweepStrategy.List),
        Space = SweepSpaces.Read(Space),
        List = SweepSpaces.ReadList(List),
        Count = Count,
        Seed = Seed,
        Repeat = Repeat,
        Metric = Best,
        Goal = Goal,
        StopEarly = StopEarly,
        FirstStep = FirstStep,
    }.Check();
}
