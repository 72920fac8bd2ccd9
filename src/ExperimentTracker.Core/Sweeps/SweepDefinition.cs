using System.Globalization;
using ExperimentTracker.Rules;

namespace ExperimentTracker.Sweeps;

/// <summary>
/// What a sweep tries. It is stored as the parameter <c>sweep</c> of the run of the sweep, so any process can continue it: which parameters a trial has follows from the
/// definition, the index of the trial and, for a model-based strategy, the trials that have ended.
/// </summary>
public sealed record SweepDefinition
{
    /// <summary>The name of the parameter of the sweep's run that has the definition.</summary>
    public const string ParameterName = "sweep";

    /// <summary>The name of the parameter that tells repeated trials of the same parameters apart: 1, 2, 3 …</summary>
    public const string SeedName = "seed";

    private const long MostTrials = 10_000_000;

    /// <summary>How parameters are chosen.</summary>
    public SweepStrategy Strategy { get; init; }

    /// <summary>The parameters of the space; none for a list.</summary>
    public IReadOnlyList<SweepDimension> Space { get; init; } = [];

    /// <summary>The sets of parameters of a list.</summary>
    public IReadOnlyList<NamedValues> List { get; init; } = [];

    /// <summary>The number of sets of parameters to try; <see langword="null"/> for all of a grid or a list.</summary>
    public int? Count { get; init; }

    /// <summary>The seed of the random numbers. A Sobol sequence with the seed 0 is the published one; with another it is shifted at random.</summary>
    public long Seed { get; init; }

    /// <summary>How often each set of parameters is tried.</summary>
    public int Repeat { get; init; } = 1;

    /// <summary>The name of the metric to optimise, or <see langword="null"/>.</summary>
    public string? Metric { get; init; }

    /// <summary>The goal of the metric, or <see langword="null"/> for the one that is recorded with its points.</summary>
    public MetricGoal? Goal { get; init; }

    /// <summary>The rule by which trials are stopped early by themselves, or <see langword="null"/>.</summary>
    public PruningRule? StopEarly { get; init; }

    /// <summary>The first step at which a trial can be stopped, or <see langword="null"/>.</summary>
    public long? FirstStep { get; init; }

    /// <summary>The number of sets of parameters.</summary>
    public int Configurations => (int)Math.Min(Count ?? long.MaxValue, All ?? long.MaxValue);

    /// <summary>The number of trials.</summary>
    public int Total => Configurations * Repeat;

    /// <summary>The names of the parameters that trials get from the sweep.</summary>
    public IReadOnlyCollection<string> Names => [.. (Repeat > 1 ? OwnNames.Append(SeedName) : OwnNames).Distinct(StringComparer.OrdinalIgnoreCase)];

    private IEnumerable<string> OwnNames => Space.Select(dimension => dimension.Name).Concat(List.SelectMany(set => set.Pairs.Select(pair => pair.Key)));

    // The number of all combinations, or null if it is not finite.
    private long? All => Strategy switch
    {
        SweepStrategy.List => List.Count,
        SweepStrategy.Grid => Space.Aggregate(1L, (product, dimension) => Math.Min(MostTrials + 1, product * Math.Min(MostTrials + 1, dimension.GridCount ?? 1))),
        _ => null,
    };

    /// <summary>Returns this definition if it is valid.</summary>
    /// <exception cref="TrackerException"><c>InvalidSweep</c>, <c>InvalidName</c> or <c>NamesCollide</c>.</exception>
    public SweepDefinition Check()
    {
        if (Strategy == SweepStrategy.List ? List.Count == 0 : Space.Count == 0)
            throw Invalid(Strategy == SweepStrategy.List ? "A sweep of a list needs sets of parameters: -List @{ lr = 0.1 }, @{ lr = 1 }." : "A sweep needs a space: -Space @{ lr = 0.1, 1 }.");
        foreach (string name in OwnNames) Rules.Names.CheckParameter(name);
        DistinctNames.Check("The space", Space.Select(dimension => dimension.Name));
        if (Repeat > 1 && OwnNames.Any(name => string.Equals(name, SeedName, StringComparison.OrdinalIgnoreCase)))
            throw Invalid($"With -Repeat, trials of the same parameters have the parameter '{SeedName}' 1, 2, 3 …, and the space has a parameter of this name. Rename it, or leave out -Repeat.");
        if (Strategy == SweepStrategy.Grid && Space.FirstOrDefault(dimension => dimension.GridCount is null) is { } endless)
            throw Invalid($"A grid needs a number of values, and the range of '{endless.Name}' has none. Give New-SweepRange -Points 5, or use another strategy.");
        if (All is null && Count is null) throw Invalid($"A sweep with the strategy {Strategy} does not end by itself. Give the number of sets of parameters to try: -Count 50.");
        if (Count < 1 || Repeat < 1) throw Invalid("A sweep needs at least one trial. Give a -Count and a -Repeat of 1 or more.");
        if ((long)Configurations * Repeat > MostTrials) throw Invalid($"The sweep has more than {MostTrials.ToString("N0", CultureInfo.InvariantCulture)} trials. Make the space smaller, or give -Count.");
        if (Strategy == SweepStrategy.Sobol && Space.Count > SobolDirections.Count)
            throw Invalid($"A Sobol sequence has at most {SobolDirections.Count} parameters here, and the space has {Space.Count}. Use the strategy Random.");
        if (Strategy == SweepStrategy.Tpe && Metric is null) throw Invalid("The strategy Tpe learns from a metric, and none is named. Give -Best val/loss.");
        if (StopEarly is not null && Metric is null) throw Invalid("Trials are stopped early by a metric, and none is named. Give -Best val/loss.");
        if (FirstStep is not null && StopEarly is null) throw Invalid("-FirstStep says when trials can be stopped early. Give -StopEarly Median, or leave it out.");
        return this;

        static TrackerException Invalid(string sentence) => SweepErrors.Invalid(null, sentence);
    }

    /// <summary>The definition as a parameter of a run.</summary>
    public NamedValues ToValues() => new(new KeyValuePair<string, object?>[]
    {
        new("strategy", Strategy.ToString()),
        new("space", Space.Count == 0 ? null : new NamedValues(Space.Select(d => KeyValuePair.Create(d.Name, d.Range is { } range ? SweepRanges.ToValues(range) : (object?)d.Choices.ToArray())))),
        new("list", List.Count == 0 ? null : List.Cast<object?>().ToArray()),
        new("count", Count),
        new("seed", Seed),
        new("repeat", Repeat),
        new("metric", Metric),
        new("goal", Goal?.ToString()),
        new("stopEarly", StopEarly?.ToString()),
        new("firstStep", FirstStep),
    }.Where(pair => pair.Value is not null));

    /// <summary>The definition of the sweep that a run is, or <see langword="null"/> if it is none.</summary>
    public static SweepDefinition? Of(Run run)
    {
        if (run.Parameters[ParameterName] is not NamedValues values || !Enum.TryParse(values["strategy"] as string, out SweepStrategy strategy)) return null;
        return new()
        {
            Strategy = strategy,
            Space = [.. (values["space"] as NamedValues ?? NamedValues.Empty).Pairs.OrderBy(pair => pair.Key, StringComparer.OrdinalIgnoreCase).Select(Dimension)],
            List = [.. (values["list"] as object[] ?? []).OfType<NamedValues>()],
            Count = values["count"] is long count ? (int)count : null,
            Seed = values["seed"] is long seed ? seed : 0,
            Repeat = values["repeat"] is long repeat ? (int)repeat : 1,
            Metric = values["metric"] as string,
            Goal = Enum.TryParse(values["goal"] as string, out MetricGoal goal) ? goal : null,
            StopEarly = Enum.TryParse(values["stopEarly"] as string, out PruningRule rule) ? rule : null,
            FirstStep = values["firstStep"] as long?,
        };
    }

    /// <summary>Reads a parameter of a space: a stored range, or a list of choices; a single value is the only choice.</summary>
    private static SweepDimension Dimension(KeyValuePair<string, object?> pair) => pair.Value switch
    {
        NamedValues range => new(pair.Key, SweepRanges.FromValues(range)),
        object?[] choices => new(pair.Key, choices),
        var only => new(pair.Key, [only]),
    };
}
