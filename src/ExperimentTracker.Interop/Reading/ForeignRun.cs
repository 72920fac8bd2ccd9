using ExperimentTracker.Interop.Contents;
using ExperimentTracker.Rules;
using ExperimentTracker.Transfer;
using ExperimentTracker.Values;

namespace ExperimentTracker.Interop.Reading;

/// <summary>
/// A run of another tracker while it is read. Its id is derived from what identifies it there, so that a second import finds it again. It is kept in memory until
/// it is complete: 24 bytes a point.
/// </summary>
/// <param name="reading">The reading that it belongs to.</param>
/// <param name="id">The id.</param>
/// <param name="experiment">The name of its experiment.</param>
internal sealed class ForeignRun(ForeignReading reading, string id, string experiment)
{
    private readonly Dictionary<(string Key, string? Label), PointColumns> series = [];
    private readonly Dictionary<string, (string? Unit, MetricGoal? Goal)> settings = new(StringComparer.Ordinal);
    private readonly Dictionary<string, object?> parameters = new(StringComparer.Ordinal);
    private readonly Dictionary<string, ExperimentTag> tags = new(StringComparer.Ordinal);
    private readonly List<RunLog> logs = [];
    private readonly List<Distribution> distributions = [];
    private readonly List<TransferArtifact> artifacts = [];
    private readonly HashSet<(string Key, long? Step)> artifactKeys = [];
    private readonly ForeignNames metricNames = new("metric", reading.Losses), labelNames = new("label", reading.Losses);
    private readonly ForeignNames distributionNames = new("distribution", reading.Losses), parameterNames = new("parameter", reading.Losses);
    private readonly ForeignNames tagNames = new("tag", reading.Losses);

    /// <summary>The id.</summary>
    public string Id => id;

    /// <summary>The name of its experiment.</summary>
    public string Experiment => experiment;

    /// <summary>The name; <c>''</c> for a generated one.</summary>
    public string Name { get; set; } = "";

    /// <summary>The status.</summary>
    public RunStatus Status { get; set; } = RunStatus.Succeeded;

    /// <summary>Whether the tracker records when a run starts and ends. Otherwise the run has no history, so that a later import can add points.</summary>
    public bool HasHistory { get; set; }

    /// <summary>When it started, in UTC.</summary>
    public DateTime? StartedAt { get; set; }

    /// <summary>When it ended, in UTC.</summary>
    public DateTime? EndedAt { get; set; }

    /// <summary>Why it ended.</summary>
    public string? ErrorMessage { get; set; }

    /// <summary>The description.</summary>
    public string? Description { get; set; }

    /// <summary>Where it ran.</summary>
    public RunOrigin Origin { get; set; } = RunOrigin.Unknown;

    /// <summary>The id of its parent.</summary>
    public string? ParentRunId { get; set; }

    /// <summary>Adds a point. One with a negative step, or with a time that does not exist, is a loss.</summary>
    /// <param name="key">The key, as the tracker has it.</param>
    /// <param name="label">The label.</param>
    /// <param name="step">The step; <see langword="null"/> for the next one of the series.</param>
    /// <param name="value">The value.</param>
    /// <param name="at">The time in UTC; <see langword="null"/> when it is not known.</param>
    public void AddPoint(string key, string? label, long? step, double value, DateTime? at)
    {
        if (reading.IsForContents) return;
        if (step < 0)
        {
            reading.Losses.Add("point", "its step is negative", $"{key} at step {step}");
            return;
        }

        if (!series.TryGetValue((key, label), out PointColumns? columns)) series.Add((key, label), columns = new PointColumns());
        columns.Add(step ?? columns.NextStep, value, (at ?? ForeignTimes.Unknown).Ticks);
    }

    /// <summary>Sets the unit and the goal of a metric.</summary>
    public void SetMetric(string key, string? unit, MetricGoal? goal) => settings[key] = (unit, goal);

    /// <summary>Sets a parameter; the last value counts.</summary>
    public void SetParameter(string name, object? value) => parameters[parameterNames.Of(name)] = value;

    /// <summary>Sets a tag.</summary>
    public void SetTag(string key, string? value = null)
    {
        string valid = tagNames.Of(key);
        tags[valid] = new() { TargetType = RecordType.Run, TargetId = id, Target = "", Key = valid, Value = value, CreatedAt = default };
    }

    /// <summary>Adds a line to the log.</summary>
    public void AddLog(string? stream, string line, DateTime? at)
    {
        if (reading.IsForContents) return;
        string number = logs.Count.ToString(System.Globalization.CultureInfo.InvariantCulture);
        logs.Add(new() { Id = RecordId.From("log", id, number), RunId = id, Run = "", Stream = stream, Message = line, LoggedAt = at ?? ForeignTimes.Unknown });
    }

    /// <summary>Adds a distribution.</summary>
    public void AddDistribution(string key, ForeignHistogram histogram, long step, DateTime? at)
    {
        if (reading.IsForContents) return;
        if (step < 0 || histogram.Problem is not null)
        {
            reading.Losses.Add("distribution", step < 0 ? "its step is negative" : histogram.Problem!, $"{key} at step {step}");
            return;
        }

        distributions.Add(histogram.ToDistribution(distributionNames.Of(key), step, at ?? ForeignTimes.Unknown));
    }

    /// <summary>Adds an artifact whose content is among the contents of the reading.</summary>
    /// <param name="key">The key, as the tracker has it.</param>
    /// <param name="step">The step.</param>
    /// <param name="content">The digest and the size.</param>
    /// <param name="mediaType">The media type; <see langword="null"/> for that of the key's extension.</param>
    /// <param name="type">What it is for.</param>
    /// <param name="at">When it was made.</param>
    public void AddArtifact(string key, long? step, ForeignFile content, string? mediaType, string? type, DateTime? at)
    {
        if (step < 0) step = null;
        string wanted = ForeignNames.ValidKey(key), valid = wanted;
        for (int number = 2; !artifactKeys.Add((Names.Fold(valid), step)); number++) valid = ForeignNames.ValidKey($"{wanted}~{number}");
        artifacts.Add(new()
        {
            RunId = id,
            Artifact = new()
            {
                Id = RecordId.From("artifact", id, valid, step?.ToString(System.Globalization.CultureInfo.InvariantCulture) ?? "", content.Digest),
                OwnerType = RecordType.Run,
                OwnerId = id,
                Owner = "",
                Key = valid,
                Step = step,
                Kind = mediaType == MediaTypes.Text ? ArtifactKind.Text : ArtifactKind.File,
                Type = type,
                Size = content.Size,
                Digest = content.Digest,
                MediaType = mediaType ?? MediaTypes.Of(valid),
                Backend = Artifact.StoreBackend,
                CreatedAt = at ?? ForeignTimes.Unknown,
            },
        });
    }

    /// <summary>The artifacts.</summary>
    public IReadOnlyList<TransferArtifact> Artifacts => artifacts;

    /// <summary>The run as a record.</summary>
    /// <param name="experimentId">The id of its experiment.</param>
    /// <param name="writtenAt">The time of a run without one: when its file was written.</param>
    public TransferRun ToRecord(string experimentId, DateTime writtenAt)
    {
        DateTime createdAt = StartedAt ?? EndedAt ?? writtenAt;
        DateTime? endedAt = Status.IsEnded() ? EndedAt ?? StartedAt ?? writtenAt : null;
        return new()
        {
            Run = TransferRun.Blank with
            {
                Id = id,
                ExperimentId = experimentId,
                Name = Name.Length == 0 ? "" : ForeignNames.Valid(Name),
                Status = Status,
                ErrorMessage = ErrorMessage,
                Description = Description,
                Origin = Origin,
                ParentRunId = ParentRunId,
                Parameters = new(parameters),
                CreatedAt = createdAt,
                StartedAt = StartedAt,
                EndedAt = endedAt,
                UpdatedAt = endedAt ?? createdAt,
            },
            Tags = [.. tags.Values.Select(tag => tag with { CreatedAt = createdAt })],
            History = HasHistory ? History(createdAt, endedAt) : [],
            Metrics = [.. series.Select(Series)],
            Distributions = distributions,
            Logs = logs,
        };
    }

    private StatusChange[] History(DateTime startedAt, DateTime? endedAt)
    {
        StatusChange start = new() { RunId = id, From = RunStatus.Pending, To = RunStatus.Running, ChangedAt = startedAt };
        return endedAt is null ? [start] : [start, new() { RunId = id, From = RunStatus.Running, To = Status, ChangedAt = endedAt.Value, Reason = ErrorMessage }];
    }

    // Names that differ in case only are numbered: two series of one name would become one.
    private TransferSeries Series(KeyValuePair<(string Key, string? Label), PointColumns> read)
    {
        (string? unit, MetricGoal? goal) = settings.GetValueOrDefault(read.Key.Key);
        return new(read.Value.ToPoints)
        {
            Key = metricNames.Of(read.Key.Key),
            Label = string.IsNullOrEmpty(read.Key.Label) ? null : labelNames.Of(read.Key.Label),
            Unit = unit,
            Goal = goal,
        };
    }
}
