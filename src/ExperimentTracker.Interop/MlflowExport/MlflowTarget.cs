using System.Globalization;
using System.Text.Json;
using ExperimentTracker.Transfer;
using ExperimentTracker.Values;

namespace ExperimentTracker.Interop.MlflowExport;

/// <summary>
/// Records on an MLflow server. A run is found again by the tag <see cref="MlflowRun.IdTag"/>, and of a series only the points are sent that the server does not have, so
/// that everything can be sent again: after an interruption, and when a run went on.
/// </summary>
internal sealed class MlflowTarget(MlflowApi api)
{
    private const int PageOfHistory = 25_000;
    private const int Attempts = 4;
    private readonly Dictionary<string, string> experiments = new(StringComparer.Ordinal);

    /// <summary>Finds or creates an experiment.</summary>
    /// <returns>Its id on the server.</returns>
    public string ExperimentId(string name, CancellationToken cancellation)
    {
        if (experiments.TryGetValue(name, out string? known)) return known;
        try
        {
            return experiments[name] = api.Post("experiments/create", new { name }, cancellation).GetProperty("experiment_id").GetString()!;
        }
        catch (MlflowProblem e) when (e.Code == MlflowProblem.IsThere)
        {
            JsonElement found = api.Get("experiments/get-by-name", cancellation, ("experiment_name", name)).GetProperty("experiment");
            string id = found.GetProperty("experiment_id").GetString()!;
            if (found.TryGetProperty("lifecycle_stage", out JsonElement stage) && stage.GetString() == "deleted") api.Post("experiments/restore", new { experiment_id = id }, cancellation);
            return experiments[name] = id;
        }
    }

    /// <summary>Finds a run.</summary>
    /// <returns>Its id on the server and its tags; <see langword="null"/> if it is not there.</returns>
    public MlflowFoundRun? Find(string experimentId, Run run, CancellationToken cancellation)
    {
        string filter = $"tags.`{MlflowRun.IdTag}` = '{KeyOf(run.Id)}'";
        JsonElement answer = api.Post("runs/search", new { experiment_ids = new[] { experimentId }, filter, max_results = 1, run_view_type = "ACTIVE_ONLY" }, cancellation);
        if (!answer.TryGetProperty("runs", out JsonElement runs) || runs.GetArrayLength() == 0) return null;
        JsonElement found = runs[0];
        var tags = new Dictionary<string, string>(StringComparer.Ordinal);
        if (found.GetProperty("data").TryGetProperty("tags", out JsonElement list))
        {
            foreach (JsonElement tag in list.EnumerateArray()) tags[tag.GetProperty("key").GetString()!] = tag.TryGetProperty("value", out JsonElement value) ? value.GetString() ?? "" : "";
        }

        return new(found.GetProperty("info"), tags, IsNew: false);
    }

    /// <summary>Finds or creates a run.</summary>
    public MlflowFoundRun FindOrCreate(Run run, CancellationToken cancellation)
    {
        string experiment = ExperimentId(MlflowRun.ExperimentOf(run.Project, run.Experiment), cancellation);
        for (int attempt = 1; ; attempt++)
        {
            if (Find(experiment, run, cancellation) is { } found) return found;
            try
            {
                return Create(experiment, run, cancellation);
            }
            catch (TrackerException) when (attempt < Attempts)
            {
                // The answer is lost, and the run may be there.
            }
        }
    }

    private MlflowFoundRun Create(string experiment, Run run, CancellationToken cancellation)
    {
        var body = new
        {
            experiment_id = experiment,
            start_time = MlflowRun.MillisecondsOf(run.StartedAt ?? run.CreatedAt),
            run_name = run.Name,
            user_id = run.Origin.User ?? "",
            tags = new[] { new { key = MlflowRun.IdTag, value = KeyOf(run.Id) } },
        };
        JsonElement created = api.Post("runs/create", body, cancellation, once: true);
        return new(created.GetProperty("run").GetProperty("info"), new Dictionary<string, string>(), IsNew: true);
    }

    /// <summary>Sends the parameters and tags. What the server has already stays as it is.</summary>
    /// <param name="found">The run on the server.</param>
    /// <param name="run">The run.</param>
    /// <param name="tags">The tags of the run.</param>
    /// <param name="parent">The id of the parent run on the server, if it has one.</param>
    /// <param name="cancellation">Cancels sending.</param>
    public void SendDetails(MlflowFoundRun found, Run run, IEnumerable<KeyValuePair<string, string?>> tags, string? parent, CancellationToken cancellation)
    {
        var batch = new MlflowBatch(api, found.Id, cancellation);
        foreach ((string name, string value) in MlflowRun.ParametersOf(run)) batch.AddParameter(name, value);
        foreach ((string name, string value) in MlflowRun.TagsOf(run, tags))
        {
            string sent = name == MlflowRun.IdTag ? KeyOf(run.Id) : name == MlflowRun.ParentTag ? parent ?? "" : value;
            if (sent.Length > 0 || name != MlflowRun.ParentTag) batch.AddTag(name, sent);
        }

        batch.Send();
    }

    /// <summary>Sends points of a series.</summary>
    /// <param name="found">The run on the server.</param>
    /// <param name="key">The name of the series on the server.</param>
    /// <param name="points">The points.</param>
    /// <param name="compare">Whether the server can have some of them, which are not sent again.</param>
    /// <param name="cancellation">Cancels sending.</param>
    /// <returns>The number of points that were sent.</returns>
    public long SendPoints(MlflowFoundRun found, string key, TransferPoints points, bool compare, CancellationToken cancellation)
    {
        HashSet<(long, long, long)> there = compare ? History(found.Id, key, cancellation) : [];
        var batch = new MlflowBatch(api, found.Id, cancellation);
        for (int i = 0; i < points.Steps.Length; i++)
        {
            long time = MlflowRun.MillisecondsOf(points.FirstAt.AddTicks(points.Ticks[i]));
            if (there.Count == 0 || !there.Contains((points.Steps[i], time, BitsOf(points.Values[i])))) batch.AddPoint(key, points.Values[i], time, points.Steps[i]);
        }

        batch.Send();
        return batch.PointsSent;
    }

    /// <summary>Sets the status, and the time of the end if the run has ended.</summary>
    public void SetStatus(MlflowFoundRun found, Run run, CancellationToken cancellation) => api.Post(
        "runs/update",
        run.EndedAt is { } end
            ? new { run_id = found.Id, status = MlflowRun.StatusOf(run.Status), end_time = MlflowRun.MillisecondsOf(end) }
            : (object)new { run_id = found.Id, status = MlflowRun.StatusOf(run.Status) },
        cancellation);

    /// <summary>Sets a tag.</summary>
    public void SetTag(MlflowFoundRun found, string key, string value, CancellationToken cancellation) =>
        api.Post("runs/set-tag", new { run_id = found.Id, key, value }, cancellation);

    // An id with quotes cannot be searched.
    private static string KeyOf(string id) => id.All(c => char.IsAsciiLetterOrDigit(c) || c is '_' or '-' or '.' or '/' or ' ') ? id : RecordId.From("run", id);

    // Points that are equal in step, millisecond and value are one for MLflow.
    private HashSet<(long Step, long Time, long Bits)> History(string runId, string key, CancellationToken cancellation)
    {
        var points = new HashSet<(long, long, long)>();
        string page = "";
        do
        {
            JsonElement answer;
            try
            {
                answer = api.Get("metrics/get-history", cancellation,
                    ("run_id", runId), ("metric_key", key), ("max_results", PageOfHistory.ToString(CultureInfo.InvariantCulture)), ("page_token", page));
            }
            catch (MlflowProblem e) when (e.Code == MlflowProblem.NotThere)
            {
                break;
            }

            if (answer.TryGetProperty("metrics", out JsonElement metrics))
            {
                foreach (JsonElement m in metrics.EnumerateArray()) points.Add((LongOf(m, "step"), LongOf(m, "timestamp"), BitsOf(ValueOf(m.GetProperty("value")))));
            }

            page = answer.TryGetProperty("next_page_token", out JsonElement next) ? next.GetString() ?? "" : "";
        }
        while (page.Length > 0);
        return points;
    }

    // Protocol Buffers writes integers of 64 bits as texts, and leaves 0 out.
    private static long LongOf(JsonElement metric, string name) => !metric.TryGetProperty(name, out JsonElement value) ? 0
        : value.ValueKind == JsonValueKind.String ? long.Parse(value.GetString()!, CultureInfo.InvariantCulture) : value.GetInt64();

    private static double ValueOf(JsonElement value) =>
        value.ValueKind == JsonValueKind.String ? double.Parse(value.GetString()!, NumberStyles.Float, CultureInfo.InvariantCulture) : value.GetDouble();

    // A server over a database keeps an infinity as the largest number, NaN as one number, and −0 as 0.
    private static long BitsOf(double value) => BitConverter.DoubleToInt64Bits(
        double.IsNaN(value) ? double.NaN : double.IsPositiveInfinity(value) ? double.MaxValue : double.IsNegativeInfinity(value) ? double.MinValue : value + 0.0);
}
