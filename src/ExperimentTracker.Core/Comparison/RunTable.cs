using ExperimentTracker.Json;
using ExperimentTracker.Rules;

namespace ExperimentTracker.Comparison;

/// <summary>Runs as the rows of one table, in which every row has all columns.</summary>
public sealed class RunTable
{
    private RunTable(IReadOnlyList<string> columns, IEnumerable<IReadOnlyList<object?>> rows) => (Columns, Rows) = (columns, rows);

    /// <summary>
    /// The names of the columns, unique ignoring case: first the properties of the run, then <c>param.</c>, <c>metric.</c> and <c>tag.</c> with the
    /// name, each group sorted by name.
    /// </summary>
    public IReadOnlyList<string> Columns { get; }

    /// <summary>
    /// The rows in the order of the runs: a value for each column, <see langword="null"/> if the run has none. A bare tag is <see langword="true"/>;
    /// lists and empty objects are JSON strings (<see cref="CanonicalJson"/>).
    /// </summary>
    public IEnumerable<IReadOnlyList<object?>> Rows { get; }

    private static RunFact[] RunProperties { get; } =
    [
        new(nameof(Run.Id), r => r.Id), new(nameof(Run.Uid), r => r.Uid), new(nameof(Run.Path), r => r.Path), new(nameof(Run.Project), r => r.Project),
        new(nameof(Run.Experiment), r => r.Experiment), new(nameof(Run.Namespace), r => r.Namespace), new(nameof(Run.Trial), r => r.Trial),
        new(nameof(Run.Name), r => r.Name), new(nameof(Run.Status), r => r.Status.ToString()), new(nameof(Run.CreatedAt), r => r.CreatedAt),
        new(nameof(Run.StartedAt), r => r.StartedAt), new(nameof(Run.EndedAt), r => r.EndedAt), new(nameof(Run.Duration), r => r.Duration),
        new(nameof(Run.ErrorMessage), r => r.ErrorMessage), new(nameof(Run.ParentRunId), r => r.ParentRunId), new(nameof(RunOrigin.Host), r => r.Origin.Host),
    ];

    /// <summary>Creates the table of runs.</summary>
    /// <param name="runs">The runs.</param>
    /// <param name="shortNames">Whether to omit the prefix of a parameter, metric or tag if its name is unique among them and the columns of the run.</param>
    public static RunTable Of(IReadOnlyList<Run> runs, bool shortNames = false)
    {
        var kinds = new[]
        {
            new Kind("param.", runs, r => FlatValues.Of(r.Parameters)),
            new Kind("metric.", runs, r => FlatValues.Of(r.Metrics)),
            new Kind("tag.", runs, r => FlatValues.Of(r.Tags).Select(p => new KeyValuePair<string, object?>(p.Key, p.Value ?? true))),
        };
        string[] prefixed = [.. kinds.SelectMany(k => k.Names.Select(n => k.Prefix + n))];
        HashSet<string> outcome = [.. RunProperties.Select(f => f.Name).Concat(prefixed).Select(Names.Fold)];
        Dictionary<string, int> wanted = kinds.SelectMany(k => k.Names).GroupBy(Names.Fold).ToDictionary(g => g.Key, g => g.Count(), StringComparer.Ordinal);
        IEnumerable<string> columns = shortNames
            ? kinds.SelectMany(k => k.Names.Select(n => wanted[Names.Fold(n)] > 1 || outcome.Contains(Names.Fold(n)) ? k.Prefix + n : n))
            : prefixed;
        return new(
            [.. RunProperties.Select(f => f.Name), .. columns],
            runs.Select((run, i) => (IReadOnlyList<object?>)[.. RunProperties.Select(f => f.Read(run)), .. kinds.SelectMany(k => k.Row(i)).Select(Plain)]));
    }

    private static object? Plain(object? value) => value is object?[] or NamedValues ? CanonicalJson.Write(value) : value;

    // The names of parameters, metrics or tags over all runs, and their values by run.
    private sealed class Kind
    {
        private readonly Dictionary<string, object?>[] values;
        private readonly string[] keys;

        public Kind(string prefix, IReadOnlyList<Run> runs, Func<Run, IEnumerable<KeyValuePair<string, object?>>> read)
        {
            Prefix = prefix;
            var names = new SortedDictionary<string, string>(StringComparer.Ordinal);
            values = [.. runs.Select(run =>
            {
                var own = new Dictionary<string, object?>(StringComparer.Ordinal);
                foreach ((string name, object? value) in read(run))
                {
                    string key = ExperimentTracker.Rules.Names.Fold(name);
                    names.TryAdd(key, name);
                    own[key] = value;
                }

                return own;
            })];
            (keys, Names) = ([.. names.Keys], [.. names.Values]);
        }

        public string Prefix { get; }

        public IReadOnlyList<string> Names { get; }

        public IEnumerable<object?> Row(int run) => keys.Select(k => values[run].GetValueOrDefault(k));
    }
}
