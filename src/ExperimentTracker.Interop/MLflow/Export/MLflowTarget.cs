using System.Globalization;
using System.Text.Json;
using ExperimentTracker.Interop.MLflow.Terms;
using ExperimentTracker.Transfer;
using ExperimentTracker.Values;

namespace ExperimentTracker.Interop.MLflow.Export;

/// <summary>
/// Records on an MLflow server. A run is found again by the tag <see cref="MLflowTerms.IdTag"/>, and of a series only the points are sent that the server does not have, so
/// that everything can be sent again: after an interruption, and when a run went on.
/// </summary>
internal sealed class MLflowTarget(MLflowApi api)
{
    private const int PageOfHistory = 25_000;
    private const int Attempts = 4;
    private readonly Dictionary<string, string> experiments = new(StringComparer.Ordinal);
    private readonly Dictionary<string, IReadOnlyDictionary<string, string>> experimentTags = new(StringComparer.Ordinal);

    /// <summary>Finds or creates an experiment.</summary>
    /// <returns>Its id on the server.</returns>
    public string ExperimentId(string name, CancellationToken cancellation)
    {
        if (experiments.TryGetValue(name, out string? known)) return known;
        try
        {
            return experiments[name] = api.Post("experiments/create", new { name }, cancellation).GetProperty("experiment_id").GetString()!;
        }
        catch (MLflowProblem e) when (e.Code == MLflowProblem.IsThere)
        {
            JsonElement found = api.Get("experiments/get-by-name", cancellation, ("experiment_name", name)).GetProperty("experiment");
            string id = found.GetProperty("experiment_id").GetString()!;
            experimentTags[id] = TagsOf(found);
            if (found.TryGetProperty("lifecycle_stage", out JsonElement stage) && stage.GetString() == "deleted") api.Post("experiments/restore", new { experiment_id = id }, cancellation);
            return experiments[name] = id;
        }
    }

    /// <summary>Sends the tags of an experiment that the server does not have.</summary>
    public void SendTags(TransferExperiment item, CancellationToken cancellation)
    {
        string id = ExperimentId(MLflowTerms.ExperimentOf(item.Experiment.Project, item.Experiment.Name), cancellation);
        IReadOnlyDictionary<string, string>? there = experimentTags.GetValueOrDefault(id);
        foreach ((string key, string value) in MLflowTerms.TagsOf(item).Where(t => there is null || !there.TryGetValue(t.Name, out string? known) || known != t.Value))
        {
            api.Post("experiments/set-experiment-tag", new { experiment_id = id, key, value }, cancellation);
        }
    }

    /// <summary>Finds a run.</summary>
    /// <returns>Its id on the server and its tags; <see langword="null"/> if it is not there.</returns>
    public MLflowFoundRun? Find(string experimentId, Run run, CancellationToken cancellation)
    {
        string filter = $"tags.`{MLflowTerms.IdTag}` = '{KeyOf(run.Id)}'";
        JsonElement answer = api.Post("runs/search", new { experiment_ids = new[] { experimentId }, filter, max_results = 1, run_view_type = "ACTIVE_ONLY" }, cancellation);
        if (!answer.TryGetProperty("runs", out JsonElement runs) || runs.GetArrayLength() == 0) return null;
        JsonElement found = runs[0];
        return new(found.GetProperty("info"), TagsOf(found.GetProperty("data")), IsNew: false);
    }

    /// <summary>Finds or creates a run.</summary>
    public MLflowFoundRun FindOrCreate(Run run, CancellationToken cancellation)
    {
        string experiment = ExperimentId(MLflowTerms.ExperimentOf(run.Project, run.Experiment), cancellation);
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

    private MLflowFoundRun Create(string experiment, Run run, CancellationToken cancellation)
    {
        var body = new
        {
            experiment_id = experiment,
            start_time = MLflowTerms.MillisecondsOf(run.StartedAt ?? run.CreatedAt),
            run_name = run.Name,
            user_id = run.Origin.User ?? "",
            tags = new[] { new { key = MLflowTerms.IdTag, value = KeyOf(run.Id) } },
        };
        JsonElement created = api.Post("runs/create", body, cancellation, once: true);
        return new(created.GetProperty("run").GetProperty("info"), new Dictionary<string, string>(), IsNew: true);
    }

    /// <summary>Sends the parameters and tags. What the server has already stays as it is.</summary>
    /// <param name="found">The run on the server.</param>
    /// <param name="item">The run.</param>
    /// <param name="names">Its names on the server.</param>
    /// <param name="parent">The id of the parent run on the server, if it has one.</param>
    /// <param name="cancellation">Cancels sending.</param>
    public void SendDetails(MLflowFoundRun found, TransferRun item, RunNames names, string? parent, CancellationToken cancellation)
    {
        var batch = new MLflowBatch(api, found.Id, cancellation);
        foreach ((string name, string value) in MLflowTerms.ParametersOf(item.Run, names)) batch.AddParameter(name, value);
        foreach ((string name, string value) in MLflowTerms.TagsOf(item, names))
        {
            string sent = name == MLflowTerms.IdTag ? KeyOf(item.Run.Id) : name == MLflowTerms.ParentTag ? parent ?? "" : value;
            if (sent.Length > 0 || name != MLflowTerms.ParentTag) batch.AddTag(name, sent);
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
    public long SendPoints(MLflowFoundRun found, string key, TransferPoints points, bool compare, CancellationToken cancellation)
    {
        HashSet<(long, long, long)> there = compare ? History(found.Id, key, cancellation) : [];
        var batch = new MLflowBatch(api, found.Id, cancellation);
        for (int i = 0; i < points.Steps.Length; i++)
        {
            long time = MLflowTerms.MillisecondsOf(points.FirstAt.AddTicks(points.Ticks[i]));
            if (there.Count == 0 || !there.Contains((points.Steps[i], time, BitsOf(points.Values[i])))) batch.AddPoint(key, points.Values[i], time, points.Steps[i]);
        }

        batch.Send();
        return batch.PointsSent;
    }

    /// <summary>Sets the status, and the time of the end if the run has ended.</summary>
    public void SetStatus(MLflowFoundRun found, Run run, CancellationToken cancellation)
    {
        string status = MLflowTerms.StatusOf(run.Status);
        try
        {
            api.Post("runs/update", run.EndedAt is { } end ? new { run_id = found.Id, status, end_time = MLflowTerms.MillisecondsOf(end) } : (object)new { run_id = found.Id, status }, cancellation);
        }
        catch (MLflowProblem) when (run.Status == RunStatus.Pending)
        {
            // A server for which a run starts when it is created, such as that of this module.
        }
    }

    /// <summary>Sends the record of the artifacts of a run.</summary>
    public void SendArtifacts(MLflowFoundRun found, IReadOnlyList<OwnArtifact> artifacts, CancellationToken cancellation) => SendRecord(found, OwnRecords.Artifacts, artifacts, cancellation);

    /// <summary>Sends the datasets that a run used, with their record.</summary>
    /// <returns>Whether the server has inputs of runs.</returns>
    public bool SendInputs(MLflowFoundRun found, IReadOnlyList<OwnInput> inputs, CancellationToken cancellation)
    {
        try
        {
            api.Post("runs/log-inputs", new { run_id = found.Id, datasets = inputs.Select(InputOf) }, cancellation);
        }
        catch (MLflowProblem e) when (e.IsUnknownAddress)
        {
            return false;
        }

        SendRecord(found, OwnRecords.Inputs, inputs, cancellation);
        return true;
    }

    private static object InputOf(OwnInput input)
    {
        var terms = DatasetTerms.Of(input.Dataset.Dataset);
        object[] tags = input.Input.Input.Role is { } role ? [new { key = DatasetTerms.ContextTag, value = role }] : [];
        return new { tags, dataset = new { name = terms.Name, digest = terms.Digest, source_type = terms.SourceType, source = terms.Source, schema = terms.Schema, profile = terms.Profile } };
    }

    private void SendRecord<T>(MLflowFoundRun found, string tag, T record, CancellationToken cancellation)
    {
        var batch = new MLflowBatch(api, found.Id, cancellation);
        foreach ((string name, string value) in OwnRecords.TagsOf(tag, record)) batch.AddTag(name, value);
        batch.Send();
    }

    /// <summary>Sets a tag.</summary>
    public void SetTag(MLflowFoundRun found, string key, string value, CancellationToken cancellation) =>
        api.Post("runs/set-tag", new { run_id = found.Id, key, value }, cancellation);

    private static Dictionary<string, string> TagsOf(JsonElement owner)
    {
        var tags = new Dictionary<string, string>(StringComparer.Ordinal);
        if (!owner.TryGetProperty("tags", out JsonElement list)) return tags;
        foreach (JsonElement tag in list.EnumerateArray()) tags[tag.GetProperty("key").GetString()!] = tag.TryGetProperty("value", out JsonElement value) ? value.GetString() ?? "" : "";
        return tags;
    }

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
            catch (MLflowProblem e) when (e.Code == MLflowProblem.NotThere)
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
