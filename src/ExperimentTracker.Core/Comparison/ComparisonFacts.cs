namespace ExperimentTracker;

/// <summary>One thing a run has.</summary>
/// <param name="Name">Its name.</param>
/// <param name="Value">The value to show.</param>
/// <param name="Identity">The value that tells whether it is the same as in another run.</param>
/// <param name="Series">The series, of a metric.</param>
internal sealed record ComparisonFact(string Name, object? Value, object? Identity, Metric? Series = null)
{
    public ComparisonFact(string name, object? value)
        : this(name, value, value)
    {
    }

    /// <summary>The value with the ids behind it, shortened.</summary>
    public string ToIdentifiedText() =>
        $"{ValueText.Format(Value)} ({string.Join(", ", ((object?[])Identity!).Select(id => RecordId.Shorten((string)id!)))})";
}

/// <summary>What a run has, by category and name.</summary>
internal sealed class ComparisonFacts
{
    private readonly Dictionary<ComparisonCategory, List<ComparisonFact>> facts = [];
    private readonly Dictionary<(ComparisonCategory, string), ComparisonFact> byName = [];

    private ComparisonFacts(string runId) => RunId = runId;

    public string RunId { get; }

    public IReadOnlyList<ComparisonFact> this[ComparisonCategory category] => facts.GetValueOrDefault(category) ?? [];

    public ComparisonFact? Find(ComparisonCategory category, string foldedName) => byName.GetValueOrDefault((category, foldedName));

    public static ComparisonFacts Of(Run run, IEnumerable<RunInput> inputs, MetricStatistic statistic)
    {
        var all = new ComparisonFacts(run.Id);
        all.Add(ComparisonCategory.Run, OfRun(run));
        all.Add(ComparisonCategory.Parameter, FlatValues.Of(run.Parameters).Select(p => new ComparisonFact(p.Key, p.Value)));
        all.Add(ComparisonCategory.Metric, FlatValues.Of(run.MetricStatistics).Select(p => OfMetric(p.Key, (Metric)p.Value!, statistic)));
        all.Add(ComparisonCategory.Tag, FlatValues.Of(run.Tags).Select(p => new ComparisonFact(p.Key, p.Value ?? true)));
        all.Add(ComparisonCategory.Code, OfCode(run.Origin));
        all.Add(ComparisonCategory.Environment, OfEnvironment(run.Origin));
        all.Add(ComparisonCategory.Input, OfInputs(inputs));
        return all;
    }

    private void Add(ComparisonCategory category, IEnumerable<ComparisonFact> added)
    {
        List<ComparisonFact> list = facts[category] = [.. added];
        foreach (ComparisonFact fact in list) byName.TryAdd((category, Names.Fold(fact.Name)), fact);
    }

    private static IEnumerable<ComparisonFact> OfRun(Run run) => Known(
        (nameof(Run.Name), run.Name), (nameof(Run.Project), run.Project), (nameof(Run.Experiment), run.Experiment), (nameof(Run.Trial), run.Trial),
        (nameof(Run.Namespace), run.Namespace), (nameof(Run.Status), run.Status.ToString()), (nameof(Run.ErrorMessage), run.ErrorMessage),
        (nameof(Run.StartedAt), run.StartedAt), (nameof(Run.Duration), run.Duration));

    private static ComparisonFact OfMetric(string name, Metric series, MetricStatistic statistic)
    {
        double value = statistic.Of(series);
        return new(name, value, value, series);
    }

    private static IEnumerable<ComparisonFact> OfCode(RunOrigin origin) => Known(
        (nameof(RunOrigin.GitCommit), origin.GitCommit), (nameof(RunOrigin.GitBranch), origin.GitBranch), (nameof(RunOrigin.GitDirty), origin.GitDirty));

    private static IEnumerable<ComparisonFact> OfEnvironment(RunOrigin origin) => Known(
        (nameof(RunOrigin.Host), origin.Host), (nameof(RunOrigin.User), origin.User), (nameof(RunOrigin.OperatingSystem), origin.OperatingSystem),
        (nameof(RunOrigin.PowerShellVersion), origin.PowerShellVersion), (nameof(RunOrigin.RuntimeVersion), origin.RuntimeVersion),
        (nameof(RunOrigin.ModuleVersion), origin.ModuleVersion), (nameof(RunOrigin.Script), origin.Script),
        (nameof(RunOrigin.WorkingDirectory), origin.WorkingDirectory), (nameof(RunOrigin.CommandLine), origin.CommandLine));

    // Two things of one name are the same only when they are the same record: an artifact may have been replaced.
    private static IEnumerable<ComparisonFact> OfInputs(IEnumerable<RunInput> inputs) => inputs
        .GroupBy(i => i.Role is null ? $"{i.Kind}" : $"{i.Kind} {i.Role}", StringComparer.OrdinalIgnoreCase)
        .Select(group =>
        {
            RunInput[] things = [.. group.OrderBy(i => i.Name, StringComparer.OrdinalIgnoreCase).ThenBy(i => i.TargetId, StringComparer.Ordinal)];
            object value = things.Length == 1 ? things[0].Name : things.Select(i => (object?)i.Name).ToArray();
            return new ComparisonFact(group.Key, value, things.Select(i => (object?)i.TargetId).ToArray());
        });

    private static IEnumerable<ComparisonFact> Known(params (string Name, object? Value)[] values) =>
        values.Where(v => v.Value is not null and not "").Select(v => new ComparisonFact(v.Name, v.Value));
}
