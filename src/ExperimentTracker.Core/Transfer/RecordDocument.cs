using System.Text.Json;
using ExperimentTracker.Rules;
using ExperimentTracker.Values;

namespace ExperimentTracker.Transfer;

/// <summary>
/// Experiment, run, metric and artifact records with the field names of the experiment schema (<c>experiment_id</c>, <c>renacer_span_id</c>,
/// <c>cas_hash</c> …), in lists with those names or in objects by id: <c>{ "experiments": […], "runs": […], "metrics": […], "artifacts": […] }</c>.
/// </summary>
internal static class RecordDocument
{
    private static readonly string[] Sections = ["experiments", "runs", "metrics", "artifacts"];

    /// <summary>Whether the JSON has this format.</summary>
    public static bool Fits(IReadOnlyDictionary<string, JsonElement> sections) =>
        sections.Count > 0 && sections.Keys.All(key => Sections.Contains(key.ToLowerInvariant())) &&
        sections.Values.All(section => section.ValueKind == JsonValueKind.Array || Records(section).All(r => r.ValueKind == JsonValueKind.Object && new RecordFields("", r).Find("run_id", "experiment_id") is not null));

    /// <exception cref="TrackerException"><c>ImportStatusUnknown</c> or <c>ImportRecordInvalid</c>.</exception>
    public static IReadOnlyList<TransferItem> Read(ForeignOrigin origin, IReadOnlyDictionary<string, JsonElement> sections)
    {
        ILookup<string, RecordFields> records = sections
            .SelectMany(s => Records(s.Value).Select((record, i) => (Section: s.Key.ToLowerInvariant(), Fields: new RecordFields($"{s.Key}[{i}]", record))))
            .ToLookup(r => r.Section, r => r.Fields);
        ILookup<string, RecordFields> metrics = records["metrics"].ToLookup(f => f.RequiredString("run_id"), StringComparer.Ordinal);
        TransferRun[] runs = [.. records["runs"].Select(f => Run(origin, f, metrics))];
        string? stray = metrics.Select(m => m.Key).Except(runs.Select(r => r.Run.Id), StringComparer.Ordinal).FirstOrDefault();
        if (stray is not null) throw metrics[stray].First().Invalid($"its run '{stray}' is not in the file.");
        return
        [
            origin.ProjectItem,
            .. records["experiments"].Select(f => origin.Experiment(
                f.RequiredString("experiment_id", "id"), f.RequiredString("name"), f.Time("created_at"), f.Find("config") is { } config ? JsonValues.Read(config) : null)),
            .. runs,
            .. records["artifacts"].Select(f => Artifact(origin, f)),
        ];
    }

    private static TransferRun Run(ForeignOrigin origin, RecordFields fields, ILookup<string, RecordFields> metrics)
    {
        string id = fields.RequiredString("run_id", "id");
        RunStatus status = fields.Status("status") ?? RunStatus.Pending;
        DateTime? startedAt = fields.Time("started_at");
        DateTime? endedAt = fields.Time("ended_at");
        DateTime createdAt = fields.Time("created_at") ?? startedAt ?? origin.WrittenAt;
        return new()
        {
            Run = TransferRun.Blank with
            {
                Id = id,
                ExperimentId = fields.RequiredString("experiment_id"),
                Status = status,
                SpanId = fields.String("renacer_span_id", "span_id"),
                TraceId = fields.String("trace_id"),
                CreatedAt = createdAt,
                StartedAt = startedAt,
                EndedAt = status.IsEnded() ? endedAt ?? startedAt ?? createdAt : null,
                UpdatedAt = endedAt ?? startedAt ?? createdAt,
            },
            History = History(status, startedAt, endedAt),
            Metrics = [.. metrics[id].GroupBy(f => f.RequiredString("key")).Select(g => Series(origin, g.Key, g))],
        };
    }

    // The status changes that follow from the record.
    private static StatusChange[] History(RunStatus status, DateTime? startedAt, DateTime? endedAt)
    {
        var changes = new List<StatusChange>();
        if (startedAt is { } start) changes.Add(Change(RunStatus.Pending, RunStatus.Running, start));
        if (status.IsEnded() && endedAt is { } end) changes.Add(Change(startedAt is null ? RunStatus.Pending : RunStatus.Running, status, end));
        return [.. changes];
    }

    private static StatusChange Change(RunStatus from, RunStatus to, DateTime at) => new() { RunId = "", From = from, To = to, ChangedAt = at };

    private static TransferSeries Series(ForeignOrigin origin, string key, IEnumerable<RecordFields> points)
    {
        RecordFields[] ordered = [.. points.OrderBy(f => f.Integer("step") ?? throw f.Invalid("it has no step."))];
        return new()
        {
            Key = key,
            Points = TransferPoints.Create(
                [.. ordered.Select(f => f.Integer("step")!.Value)],
                [.. ordered.Select(f => f.Number("value"))],
                [.. ordered.Select(f => UtcTicks.From(f.Time("timestamp") ?? origin.WrittenAt))]),
        };
    }

    private static TransferArtifact Artifact(ForeignOrigin origin, RecordFields fields)
    {
        (string run, string key, string digest) = (fields.RequiredString("run_id"), fields.RequiredString("key"), fields.RequiredString("cas_hash", "digest"));
        return new()
        {
            RunId = run,
            Artifact = new()
            {
                Id = fields.String("artifact_id", "id") ?? RecordId.From("artifact", run, key, digest),
                OwnerType = RecordType.Run,
                OwnerId = run,
                Owner = "",
                Key = key,
                Kind = ArtifactKind.Record,
                Digest = digest,
                Size = fields.Integer("size_bytes", "size"),
                Backend = ExperimentTracker.Artifact.ExternalBackend,
                CreatedAt = fields.Time("created_at") ?? origin.WrittenAt,
            },
        };
    }

    private static IEnumerable<JsonElement> Records(JsonElement section) => section.ValueKind switch
    {
        JsonValueKind.Array => section.EnumerateArray(),
        JsonValueKind.Object => section.EnumerateObject().SelectMany(p => p.Value.ValueKind == JsonValueKind.Array ? p.Value.EnumerateArray() : Enumerable.Repeat(p.Value, 1)),
        _ => [section],
    };
}
