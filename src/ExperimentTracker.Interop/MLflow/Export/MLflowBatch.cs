using ExperimentTracker.Interop.MLflow.Terms;

namespace ExperimentTracker.Interop.MLflow.Export;

/// <summary>
/// Collects what is logged to a run, and sends it within MLflow's limits for a request: 1,000 metrics, 100 parameters, 100 tags, 1,000 of them in all, and a megabyte.
/// </summary>
/// <param name="api">The server.</param>
/// <param name="runId">The id of the run on the server.</param>
/// <param name="cancellation">Cancels sending.</param>
internal sealed class MLflowBatch(MLflowApi api, string runId, CancellationToken cancellation)
{
    private const int MostMetrics = 1000;
    private const int MostOthers = 100;

    // A character takes six bytes at most, as \uXXXX.
    private const int MostCharacters = 150_000;

    private readonly List<object> metrics = [];
    private readonly List<object> parameters = [];
    private readonly List<object> tags = [];
    private int characters;

    /// <summary>The number of points that were sent.</summary>
    public long PointsSent { get; private set; }

    /// <summary>Adds a point.</summary>
    public void AddPoint(string key, double value, long milliseconds, long step) =>
        Add(metrics, new { key, value = double.IsFinite(value) ? (object)value : MLflowTerms.ValueText(value), timestamp = milliseconds, step }, key.Length);

    /// <summary>Adds a parameter.</summary>
    public void AddParameter(string key, string value) => Add(parameters, new { key, value }, key.Length + value.Length);

    /// <summary>Adds a tag.</summary>
    public void AddTag(string key, string value) => Add(tags, new { key, value }, key.Length + value.Length);

    /// <summary>Sends what is collected.</summary>
    /// <exception cref="MLflowProblem">The server refused it.</exception>
    public void Send()
    {
        if (metrics.Count + parameters.Count + tags.Count == 0) return;
        api.Post("runs/log-batch", new { run_id = runId, metrics, @params = parameters, tags }, cancellation);
        PointsSent += metrics.Count;
        metrics.Clear();
        parameters.Clear();
        tags.Clear();
        characters = 0;
    }

    private void Add(List<object> list, object item, int length)
    {
        bool isFull = metrics.Count + parameters.Count + tags.Count == MostMetrics || characters + length > MostCharacters || (list != metrics && list.Count == MostOthers);
        if (isFull) Send();
        list.Add(item);
        characters += length;
    }
}
