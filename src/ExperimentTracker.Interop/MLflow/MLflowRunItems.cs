using System.Text.Json;
using ExperimentTracker.Interop.Building;
using ExperimentTracker.Interop.MLflow.Terms;
using ExperimentTracker.Interop.Reading;
using ExperimentTracker.Rules;
using ExperimentTracker.Transfer;

namespace ExperimentTracker.Interop.MLflow;

/// <summary>Runs of MLflow as records, with their points, datasets and inputs.</summary>
internal sealed class MLflowRunItems(MLflowIds ids, MLflowArtifacts artifacts, TransferLosses losses)
{
    private const string ParentTag = "mlflow.parentRunId";

    // Tags that become fields of the run. What a run has in a column of its own wins.
    private static readonly string[] Fields =
        ["mlflow.runName", ParentTag, "mlflow.user", "mlflow.source.name", "mlflow.source.git.commit", "mlflow.source.git.branch", MLflowExperimentItems.Description];

    private readonly HashSet<string> datasets = new(StringComparer.Ordinal);
    private readonly List<TransferInput> inputs = [];

    /// <summary>The inputs of the runs so far: they come after what they refer to.</summary>
    public IReadOnlyList<TransferInput> Inputs() => inputs;

    /// <summary>The datasets of a run that no run before it had.</summary>
    public IEnumerable<TransferDataset> NewDatasets(MLflowRun run)
    {
        DateTime at = ForeignTimes.FromMilliseconds(run.StartedAt) ?? DateTime.UnixEpoch;
        OwnInput[] own = OwnInputs(run);
        foreach (OwnInput input in own)
        {
            if (datasets.Add(input.Dataset.Dataset.Id)) yield return input.Dataset;
        }

        foreach (MLflowDataset dataset in run.Inputs.Where(i => !IsIn(own, i)).Select(i => i.Dataset).OfType<MLflowDataset>())
        {
            if (datasets.Add(MLflowIds.OfDataset(dataset))) yield return Of(dataset, at);
        }
    }

    /// <summary>A run with its points.</summary>
    public TransferRun Of(MLflowRun run, IEnumerable<MLflowPoint> points)
    {
        var tags = run.Tags.GroupBy(t => t.Key).ToDictionary(g => g.Key, g => g.Last().Value, StringComparer.Ordinal);
        string id = artifacts.IdOf(run.Id), owner = $"run {run.Id}";
        DateTime startedAt = ForeignTimes.FromMilliseconds(run.StartedAt) ?? ForeignTimes.FromMilliseconds(run.EndedAt) ?? DateTime.UnixEpoch;
        RunStatus status = StatusOf(run, owner);
        DateTime? endedAt = !status.IsEnded() ? null : ForeignTimes.FromMilliseconds(run.EndedAt) is { } end && end > startedAt ? end : startedAt;
        DateTime? removedAt = run.IsDeleted ? ForeignTimes.FromMilliseconds(run.DeletedAt) ?? endedAt ?? startedAt : null;
        DateTime updatedAt = new[] { startedAt, endedAt, removedAt }.Max()!.Value;
        AddInputs(run, id, startedAt);
        OwnRun? own = MLflowTag.Own<OwnRun>(run.Tags, OwnRecords.Record);
        var read = new TransferRun
        {
            Run = TransferRun.Blank with
            {
                Id = id,
                ExperimentId = ids.OfExperiment(run.ExperimentId),
                Name = NameOf(First(run.Name, tags.GetValueOrDefault("mlflow.runName")), owner),
                Status = status,
                ParentRunId = ParentOf(tags, owner),
                Description = tags.GetValueOrDefault(MLflowExperimentItems.Description),
                Parameters = Parameters(run, own),
                Origin = new()
                {
                    User = First(run.User, tags.GetValueOrDefault("mlflow.user")),
                    Script = First(tags.GetValueOrDefault("mlflow.source.name"), run.SourceName),
                    GitCommit = First(tags.GetValueOrDefault("mlflow.source.git.commit"), run.SourceVersion),
                    GitBranch = tags.GetValueOrDefault("mlflow.source.git.branch"),
                },
                CreatedAt = startedAt,
                StartedAt = status == RunStatus.Pending ? null : startedAt,
                EndedAt = endedAt,
                UpdatedAt = updatedAt,
                RemovedAt = removedAt,
            },
            Tags = MLflowExperimentItems.TagsOf(run.Tags, Fields, updatedAt, new ForeignNames("tag", losses), own?.Run.Tags, own?.Tags),
            History = History(status, startedAt, endedAt),
            Metrics = [.. Series(points, owner, own)],
        };
        return own is null ? read : ExportedRun.Of(read, run, own.Run);
    }

    private static string? First(params string?[] texts) => texts.FirstOrDefault(t => !string.IsNullOrEmpty(t));

    private static StatusChange[] History(RunStatus status, DateTime startedAt, DateTime? endedAt)
    {
        var first = new StatusChange { RunId = "", To = status == RunStatus.Pending ? RunStatus.Pending : RunStatus.Running, ChangedAt = startedAt };
        return endedAt is { } end ? [first, new StatusChange { RunId = "", From = RunStatus.Running, To = status, ChangedAt = end }] : [first];
    }

    private string NameOf(string? name, string owner) => name is null ? "" : ForeignNames.Valid(name);

    private RunStatus StatusOf(MLflowRun run, string owner)
    {
        switch (run.Status?.ToUpperInvariant())
        {
            case "FINISHED": return RunStatus.Succeeded;
            case "FAILED": return RunStatus.Failed;
            case "KILLED": return RunStatus.Killed;
            case "RUNNING": return RunStatus.Running;
            case "SCHEDULED": return RunStatus.Pending;
            default:
                losses.Add("status", "it is not one of MLflow's, and the run is imported as Failed if it has ended, otherwise as Running", $"'{run.Status}' of {owner}");
                return run.EndedAt is null ? RunStatus.Running : RunStatus.Failed;
        }
    }

    private string? ParentOf(Dictionary<string, string> tags, string owner)
    {
        if (tags.GetValueOrDefault(ParentTag) is not { Length: > 0 } parent) return null;
        if (artifacts.HasRun(parent)) return artifacts.IdOf(parent);
        losses.Add("parent of a run", "the parent is not in the source", $"{parent} of {owner}");
        return null;
    }

    private NamedValues Parameters(MLflowRun run, OwnRun? own)
    {
        NamedValues before = own?.Run.Run.Parameters ?? NamedValues.Empty;
        var names = new ForeignNames("parameter", losses, before.Pairs.Select(p => p.Key));
        return new(run.Parameters.OrderBy(p => p.Key, StringComparer.Ordinal).DistinctBy(p => p.Key).Select(Parameter));

        KeyValuePair<string, object?> Parameter(MLflowTag read)
        {
            string name = own?.Parameters.GetValueOrDefault(read.Key) ?? read.Key;
            bool isSame = before.Contains(name) && MLflowTerms.TextOf(before[name]) == read.Value;
            return KeyValuePair.Create(names.Of(name), isSame ? before[name] : PythonValue.Parse(read.Value));
        }
    }

    private IEnumerable<TransferSeries> Series(IEnumerable<MLflowPoint> points, string owner, OwnRun? own)
    {
        var series = new SortedDictionary<string, PointColumns>(StringComparer.Ordinal);
        PointColumns? current = null;
        string? key = null;
        foreach (MLflowPoint point in points)
        {
            if (point.Step < 0) losses.Add("point", "its step is negative, and steps begin at 0", $"step {point.Step} of '{point.Key}' of {owner}");
            if (point.UtcTicks is null) losses.Add("point", "its time is not in the years 1 to 9999", $"step {point.Step} of '{point.Key}' of {owner}");
            if (point.Step < 0 || point.UtcTicks is not { } at) continue;
            if (point.Key != key)
            {
                key = point.Key;
                if (!series.TryGetValue(key, out current)) series.Add(key, current = new PointColumns());
            }

            current!.Add(point.Step, point.Value, at);
        }

        var names = new ForeignNames("metric", losses, own?.Series.Select(s => s.Key) ?? []);
        foreach ((string name, PointColumns columns) in series)
        {
            OwnSeries? before = own?.Series.FirstOrDefault(s => s.Name == name);
            string valid = before?.Key ?? names.Of(name);
            yield return new TransferSeries { Key = valid, Label = before?.Label, Unit = before?.Unit, Goal = before?.Goal, Points = columns.ToPoints(), TimeUnit = TimeSpan.TicksPerMillisecond };
        }
    }

    // Those inputs that were exported and are there.
    private static OwnInput[] OwnInputs(MLflowRun run) =>
        [.. (MLflowTag.Own<List<OwnInput>>(run.Tags, OwnRecords.Inputs) ?? []).Where(own => run.Inputs.Any(input => IsIn([own], input)))];

    private static bool IsIn(OwnInput[] own, MLflowInput input) => input.Dataset is { } dataset && own.Any(o =>
        DatasetTerms.Of(o.Dataset.Dataset) is var terms && terms.Name == dataset.Name && terms.Digest == dataset.Digest
        && o.Input.Input.Role == input.Tags.FirstOrDefault(t => t.Key == DatasetTerms.ContextTag)?.Value);

    private void AddInputs(MLflowRun run, string id, DateTime at)
    {
        OwnInput[] own = OwnInputs(run);
        inputs.AddRange(own.Select(input => input.Input with { Input = input.Input.Input with { RunId = id } }));
        foreach (MLflowInput input in run.Inputs.Where(i => !IsIn(own, i)))
        {
            string? target = input.Dataset is { } dataset ? MLflowIds.OfDataset(dataset) : input.ModelId is { } model && artifacts.HasLoggedModel(model) ? MLflowIds.OfLoggedModel(model) : null;
            if (target is null) losses.Add("input", "the model is not in the source", $"{input.ModelId} of run {run.Id}");
            foreach (MLflowTag tag in input.Tags.Where(t => t.Key != DatasetTerms.ContextTag)) losses.Add("tag of an input", "an input has a role, and no tags", $"{tag.Key} of run {run.Id}");
            if (target is null) continue;
            string? role = input.Tags.FirstOrDefault(t => t.Key == DatasetTerms.ContextTag)?.Value;
            inputs.Add(new()
            {
                Input = new()
                {
                    RunId = id,
                    Run = "",
                    Name = "",
                    Role = string.IsNullOrEmpty(role) ? null : new ForeignNames("role", losses).Of(role),
                    Kind = input.Dataset is null ? RunInputKind.Artifact : RunInputKind.Dataset,
                    TargetId = target,
                    CreatedAt = at,
                },
            });
        }
    }

    // Names of datasets are unique in a store, and MLflow itself shows them with the digest.
    private TransferDataset Of(MLflowDataset dataset, DateTime at) => new()
    {
        Dataset = new()
        {
            Id = MLflowIds.OfDataset(dataset),
            Name = new ForeignNames("dataset", losses).Of($"{dataset.Name} ({dataset.Digest})"),
            Location = LocationOf(dataset),
            Config = new NamedValues(new (string Name, object? Value)[]
            {
                ("name", dataset.Name), ("digest", dataset.Digest), ("source_type", dataset.SourceType), ("source", dataset.Source), ("schema", dataset.Schema), ("profile", dataset.Profile),
            }.Where(p => p.Value is not null).Select(p => KeyValuePair.Create(p.Name, p.Value))),
            CreatedAt = at,
            UpdatedAt = at,
        },
    };

    // The source is a JSON object that depends on its type: local files and URLs have a member of one of these names.
    private static string? LocationOf(MLflowDataset dataset)
    {
        if (dataset.Source is not { Length: > 0 } source) return null;
        try
        {
            using JsonDocument document = JsonDocument.Parse(source);
            return document.RootElement.ValueKind != JsonValueKind.Object ? null
                : new[] { "uri", "url", "path" }.Select(member => document.RootElement.TryGetProperty(member, out JsonElement value) && value.ValueKind == JsonValueKind.String ? value.GetString() : null)
                    .FirstOrDefault(text => !string.IsNullOrEmpty(text));
        }
        catch (JsonException)
        {
            return null;
        }
    }
}
