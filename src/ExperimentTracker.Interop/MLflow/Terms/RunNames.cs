using ExperimentTracker.Interop.Files;
using ExperimentTracker.Transfer;

namespace ExperimentTracker.Interop.MLflow.Terms;

/// <summary>The names of the parameters, tags and series of a run in MLflow.</summary>
internal sealed class RunNames
{
    private readonly Func<string, string> series;

    private RunNames(Func<string, string> series, IReadOnlyDictionary<string, string> parameters, IReadOnlyDictionary<string, string> tags) =>
        (this.series, Parameters, Tags) = (series, parameters, tags);

    /// <summary>The names of the parameters in MLflow, by those of the run.</summary>
    public IReadOnlyDictionary<string, string> Parameters { get; }

    /// <summary>The keys of the tags in MLflow, by those of the run.</summary>
    public IReadOnlyDictionary<string, string> Tags { get; }

    /// <summary>The names on a server.</summary>
    /// <param name="run">The run.</param>
    /// <param name="series">The names of its series.</param>
    public static RunNames OnServer(TransferRun run, MLflowNames series) =>
        new(series.Of, NamesOf(run.Run.Parameters.Pairs.Select(p => p.Key)), NamesOf(run.Tags.Select(t => t.Key)));

    /// <summary>The names in a folder, in which each name is also the path of a file.</summary>
    public static RunNames InFolder(TransferRun run)
    {
        IReadOnlyDictionary<string, string> series = Placed(NamesOf(run.Metrics.Select(m => m.Name)));
        return new(name => series[name], Placed(NamesOf(run.Run.Parameters.Pairs.Select(p => p.Key))), Placed(NamesOf(run.Tags.Select(t => t.Key))));
    }

    /// <summary>The name of a series in MLflow.</summary>
    /// <param name="name">The name of the series: <c>key</c> or <c>key[label]</c>.</param>
    public string OfSeries(string name) => series(name);

    private static IReadOnlyDictionary<string, string> NamesOf(IEnumerable<string> all)
    {
        string[] own = [.. all];
        var names = new MLflowNames(own);
        return own.ToDictionary(n => n, names.Of, StringComparer.Ordinal);
    }

    private static IReadOnlyDictionary<string, string> Placed(IReadOnlyDictionary<string, string> names)
    {
        var places = new FilePlaces(separateFolders: true);
        return names.ToDictionary(n => n.Key, n => places.Take(n.Value), StringComparer.Ordinal);
    }
}
