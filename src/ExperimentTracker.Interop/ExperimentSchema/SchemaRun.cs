using System.Text.Json;
using ExperimentTracker.Contracts.Metrics;
using ExperimentTracker.Interop.Json;
using ExperimentTracker.Interop.Reading;
using ExperimentTracker.Interop.Sqlite;
using ExperimentTracker.Rules;
using ExperimentTracker.Series;
using ExperimentTracker.Transfer;

namespace ExperimentTracker.Interop.ExperimentSchema;

/// <summary>A row of TRIAL_RUN, with its epochs, results, logs and artifacts.</summary>
internal sealed record SchemaRun(string Id, string ExperimentId, string TrialId, string StatusText, DateTime? StartedAt, DateTime? EndedAt, DateTime WrittenAt)
{
    private static readonly string[] Values = ["id", "total_accuracy", "accuracy_per_label", "total_loss", "loss_per_label"];

    private DateTime At => EndedAt ?? StartedAt ?? WrittenAt;

    /// <summary>The run as a record.</summary>
    public TransferRun ToRecord(DatabaseTables tables, ForeignReading reading)
    {
        RunStatus status = RunStatusRules.TryParse(StatusText, out RunStatus known) ? known : EndedAt is null ? RunStatus.Pending : RunStatus.Succeeded;
        DateTime createdAt = StartedAt ?? EndedAt ?? WrittenAt;
        var points = new Dictionary<(string Key, string? Label), PointColumns>();
        Epoch[] epochs = [.. Evaluations(tables, reading, "EPOCH", RecordType.Epoch, points).Select(e => new Epoch
        {
            Id = e.Id!, RunId = Id, Run = "", Index = e.Index!.Value, Accuracy = e.Accuracy, AccuracyPerLabel = e.AccuracyPerLabel, Loss = e.Loss, LossPerLabel = e.LossPerLabel, CreatedAt = At,
        })];
        Result[] results = [.. Evaluations(tables, reading, "RESULTS", RecordType.Result, points).Select(e => new Result
        {
            Id = e.Id!, RunId = Id, Run = "", Index = e.Index!.Value, Accuracy = e.Accuracy, AccuracyPerLabel = e.AccuracyPerLabel, Loss = e.Loss, LossPerLabel = e.LossPerLabel, CreatedAt = At,
        })];
        DateTime? endedAt = status.IsEnded() ? EndedAt ?? createdAt : null;
        return new()
        {
            Run = TransferRun.Blank with
            {
                Id = Id,
                ExperimentId = ExperimentId,
                TrialId = TrialId,
                Status = status,
                CreatedAt = createdAt,
                StartedAt = StartedAt,
                EndedAt = endedAt,
                UpdatedAt = endedAt ?? createdAt,
            },
            History = History(status, endedAt),
            Epochs = epochs,
            Results = results,
            Metrics = [.. points.Select(series => new TransferSeries(series.Value.ToPoints) { Key = series.Key.Key, Label = series.Key.Label, Goal = GoalOf(series.Key.Key) })],
            Logs = [.. tables.Read(reading, "LOGS", ["id", "location"], ("trial_run_id", Id), "id").Select(row => new RunLog { Id = row.Text(0), RunId = Id, Run = "", Location = row.TextOrNull(1), LoggedAt = At })],
        };
    }

    /// <summary>Its artifacts: references to what is elsewhere.</summary>
    public IEnumerable<TransferArtifact> Artifacts(DatabaseTables tables, ForeignReading reading)
    {
        var names = new ForeignNames("artifact", reading.Losses);
        foreach (DatabaseRow row in tables.Read(reading, "ARTIFACT", ["id", "type", "config", "location", "epoch_id", "results_id"], ("trial_run_id", Id), "id"))
        {
            string id = row.Text(0);
            string? location = row.TextOrNull(3);
            string key = ForeignNames.ValidKey(location is null ? id : ForeignFiles.NameOf(location.Replace('\\', '/')));
            yield return new()
            {
                RunId = Id,
                Artifact = new()
                {
                    Id = id,
                    OwnerType = RecordType.Run,
                    OwnerId = Id,
                    Owner = "",
                    EpochId = row.TextOrNull(4),
                    ResultId = row.TextOrNull(5),
                    Key = names.Distinct(key),
                    Type = row.TextOrNull(1),
                    Config = row.Value(2),
                    Kind = location is null ? ArtifactKind.Record : ArtifactKind.Reference,
                    Backend = Artifact.ExternalBackend,
                    Location = location,
                    CreatedAt = At,
                },
            };
        }
    }

    private StatusChange[] History(RunStatus status, DateTime? endedAt)
    {
        var changes = new List<StatusChange>();
        if (StartedAt is { } start) changes.Add(new() { RunId = Id, From = RunStatus.Pending, To = RunStatus.Running, ChangedAt = start });
        if (EndedAt is not null && endedAt is { } end) changes.Add(new() { RunId = Id, From = changes.Count > 0 ? RunStatus.Running : RunStatus.Pending, To = status, ChangedAt = end });
        return [.. changes];
    }

    // An epoch without a number, or with that of another one, and each result, gets the next number.
    private List<EvaluationDraft> Evaluations(DatabaseTables tables, ForeignReading reading, string table, RecordType type, Dictionary<(string Key, string? Label), PointColumns> points)
    {
        var drafts = new List<EvaluationDraft>();
        var taken = new HashSet<long>();
        long next = 0;
        foreach (DatabaseRow row in tables.Read(reading, table, [.. Values, "index"], ("trial_run_id", Id), "index", "rowid"))
        {
            long index = row.Integer(5) is { } given and >= 0 && taken.Add(given) ? given : next;
            taken.Add(index);
            next = Math.Max(next, index + 1);
            var draft = new EvaluationDraft
            {
                Type = type,
                RunId = Id,
                Id = row.Text(0),
                Index = index,
                Accuracy = row.Real(1),
                AccuracyPerLabel = PerLabel(row, 2, reading),
                Loss = row.Real(3),
                LossPerLabel = PerLabel(row, 4, reading),
                Ticks = At.Ticks,
            };
            drafts.Add(draft);
            foreach (SeriesAppend append in draft.Appends(index)) Add(points, append, index);
        }

        return drafts;
    }

    private static void Add(Dictionary<(string Key, string? Label), PointColumns> points, SeriesAppend append, long index)
    {
        if (!points.TryGetValue((append.Key, append.Label), out PointColumns? columns)) points.Add((append.Key, append.Label), columns = new());
        columns.Add(index, append.Values.Span[0], append.Ticks.Span[0]);
    }

    private static NamedValues PerLabel(DatabaseRow row, int column, ForeignReading reading)
    {
        if (row.TextOrNull(column) is null) return NamedValues.Empty;
        if (row.Json(column) is not { ValueKind: JsonValueKind.Object } labels)
        {
            reading.Losses.Add("value by label", "it is not a JSON object of numbers", ForeignNames.Valid(row.Text(column)));
            return NamedValues.Empty;
        }

        var names = new ForeignNames("label", reading.Losses);
        var values = new List<KeyValuePair<string, object?>>();
        foreach (JsonProperty label in labels.EnumerateObject())
        {
            if (PythonJson.Number(label.Value) is { } number) values.Add(KeyValuePair.Create(names.Of(label.Name), (object?)number));
            else reading.Losses.Add("value by label", "it is not a number", ForeignNames.Valid(label.Name));
        }

        return new(values);
    }

    private static MetricGoal? GoalOf(string key) =>
        key.EndsWith("/accuracy", StringComparison.Ordinal) ? MetricGoal.Maximize : key.EndsWith("/loss", StringComparison.Ordinal) ? MetricGoal.Minimize : null;
}
