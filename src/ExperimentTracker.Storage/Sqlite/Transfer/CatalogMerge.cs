namespace ExperimentTracker.Storage.Sqlite;

/// <summary>Merges encoders, datasets, projects, experiments and trials.</summary>
internal sealed class CatalogMerge(MergeContext context)
{
    private static readonly NamedMerge Datasets = new(RecordType.Dataset, "datasets", null);
    private static readonly NamedMerge Projects = new(RecordType.Project, "projects", null);
    private static readonly NamedMerge Experiments = new(RecordType.Experiment, "experiments", "project_pk");
    private static readonly NamedMerge Trials = new(RecordType.Trial, "trials", "experiment_pk");

    private StoreConnection Connection => context.Connection;

    // An encoder is its type: there is nothing else it could be met by.
    public Taken Take(TransferEncoder item)
    {
        string? config = (string?)SqlValues.Json(item.Config);
        Row? here = Connection.Query(
            "SELECT pk, config, removed_at, type FROM encoders",
            row => new Row(row.GetInt64(0), row.GetStringOrNull(1), !row.IsDBNull(2), row.GetString(3))).Find(e => Names.Fold(e.Type) == Names.Fold(item.Type));
        if (here is null)
        {
            Connection.Execute(
                "INSERT INTO encoders (type, config, created_at, updated_at, removed_at) VALUES (@1, @2, @3, @4, @5)",
                Names.CheckEncoder(item.Type), config, UtcTicks.From(item.CreatedAt), UtcTicks.From(item.UpdatedAt), SqlValues.Ticks(item.RemovedAt));
            context.Place<TransferEncoder>(item.Type, Connection.LastInsertRowId);
            return Taken.Added;
        }

        context.Place<TransferEncoder>(item.Type, here.IsRemoved && item.RemovedAt is null ? null : here.Pk);
        if (here.IsRemoved || item.RemovedAt is not null || config is null || config == here.Config) return Taken.Unchanged;
        if (here.Config is null) return Connection.Execute("UPDATE encoders SET config = @2 WHERE pk = @1", here.Pk, config) > 0 ? Taken.Changed : Taken.Unchanged;
        context.Tally.Conflict(
            MergeConflictKind.Differs, "Encoder", here.Type, here.Type, $"The encoder '{here.Type}' has another configuration there. It keeps the one it has here.");
        return Taken.Unchanged;
    }

    public Taken Take(TransferDataset item)
    {
        (long? pk, Taken taken) = Datasets.Take(
            context, item, null, new("size", item.Size, true), new("size_unit", item.SizeUnit), new("location", item.Location),
            new("digest", item.Digest is null ? null : ArtifactRules.CheckDigest(item.Digest), true), new("config", SqlValues.Json(item.Config), true));
        context.Place<TransferDataset>(item.Id, pk);
        long[] encoders = [.. item.EncoderTypes.Select(type => context.Find<TransferEncoder>(type, $"Dataset '{item.Name}'")).OfType<long>()];
        return pk is null ? taken : Raise(taken, encoders.Sum(e => Link("dataset_encoders (dataset_pk, encoder_pk)", pk.Value, e)));
    }

    public Taken Take(TransferProject item)
    {
        (long? pk, Taken taken) = Projects.Take(context, item, null, new NamedField("description", item.Description));
        context.Place<TransferProject>(item.Id, pk);
        return pk is null ? taken : Raise(taken, TagMerge.Take(Connection, RecordType.Project, pk.Value, item.Tags) ? 1 : 0);
    }

    public Taken Take(TransferExperiment item)
    {
        string owner = $"Experiment '{item.Name}'";
        if (context.Find<TransferProject>(item.ProjectId, owner) is not { } project)
        {
            context.Place<TransferExperiment>(item.Id, null);
            return Taken.Unchanged;
        }

        (long? pk, Taken taken) = Experiments.Take(
            context, item, project, new("description", item.Description), new("config", SqlValues.Json(item.Config), true),
            new("primary_dataset_pk", context.Find<TransferDataset>(item.PrimaryDatasetId, owner)));
        context.Place<TransferExperiment>(item.Id, pk);
        if (pk is not { } here) return taken;
        int changed = TagMerge.Take(Connection, RecordType.Experiment, here, item.Tags) ? 1 : 0;
        changed += item.DatasetIds.Select(id => context.Find<TransferDataset>(id, owner)).OfType<long>()
            .Sum(dataset => Link("experiment_datasets (experiment_pk, dataset_pk)", here, dataset));

        // Before the runs come, so that those whose number is taken are counted on after all that come as they are.
        foreach ((string place, long next) in item.NextNumbers) RunCreation.RaiseCounter(Connection, here, Names.CheckNamespace(place), Counted.Check(owner, next));
        return Raise(taken, changed);
    }

    public Taken Take(TransferTrial item)
    {
        TrialRules.CheckName(item.Name);
        TrialRules.CheckId(item.Id);
        long? experiment = context.Find<TransferExperiment>(item.ExperimentId, $"Trial '{item.Name}'");
        (long? pk, Taken taken) = experiment is null ? (null, Taken.Unchanged) : Trials.Take(
            context, item, experiment, new("description", item.Description), new("config", SqlValues.Json(item.Config), true),
            new("started_at", SqlValues.Ticks(item.StartedAt)));
        context.Place<TransferTrial>(item.Id, pk);
        return taken;
    }

    private static Taken Raise(Taken taken, int changes) => taken == Taken.Unchanged && changes > 0 ? Taken.Changed : taken;

    private int Link(string into, long owner, long target) =>
        Connection.Execute($"INSERT INTO {into} VALUES (@1, @2) ON CONFLICT DO NOTHING", owner, target);

    private sealed record Row(long Pk, string? Config, bool IsRemoved, string Type);
}
