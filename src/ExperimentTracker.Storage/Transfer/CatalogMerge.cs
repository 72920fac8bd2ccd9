using ExperimentTracker.Rules;
using ExperimentTracker.Storage.Catalog;
using ExperimentTracker.Storage.Datasets;
using ExperimentTracker.Storage.Engine;
using ExperimentTracker.Storage.Runs;
using ExperimentTracker.Transfer;

namespace ExperimentTracker.Storage.Transfer;

/// <summary>Merges encoders, datasets, projects, experiments and trials.</summary>
internal sealed class CatalogMerge(MergeContext context)
{
    private static readonly NamedMerge Datasets = new(RecordType.Dataset, "datasets", null);
    private static readonly NamedMerge Projects = new(RecordType.Project, "projects", null);
    private static readonly NamedMerge Experiments = new(RecordType.Experiment, "experiments", "project_pk");
    private static readonly NamedMerge Trials = new(RecordType.Trial, "trials", "experiment_pk");

    private StoreConnection Connection => context.Connection;

    // An encoder is identified by its type only.
    public MergeOutcome Merge(TransferEncoder item)
    {
        Encoder encoder = item.Encoder;
        string? config = SqlValues.Json(encoder.Config);
        Row? here = Connection.Query(
            "SELECT pk, config, removed_at, type FROM encoders",
            row => new Row(row.GetInt64(0), row.GetStringOrNull(1), !row.IsDBNull(2), row.GetString(3))).Find(e => Names.Fold(e.Type) == Names.Fold(encoder.Type));
        if (here is null)
        {
            Names.CheckEncoder(encoder.Type);
            context.Place<TransferEncoder>(encoder.Type, EncoderColumns.Insert.Execute(Connection, encoder, SqlValues.Ticks(item.RemovedAt)));
            return MergeOutcome.Added;
        }

        context.Place<TransferEncoder>(encoder.Type, here.IsRemoved && item.RemovedAt is null ? null : here.Pk);
        if (here.IsRemoved || item.RemovedAt is not null || config is null || config == here.Config) return MergeOutcome.Unchanged;
        if (here.Config is null) return Connection.Execute("UPDATE encoders SET config = @2 WHERE pk = @1", here.Pk, config) > 0 ? MergeOutcome.Changed : MergeOutcome.Unchanged;
        context.Counts.Conflict(
            MergeConflictKind.Differs, "Encoder", here.Type, here.Type, $"The encoder '{here.Type}' has another configuration in the source. It keeps its own.");
        return MergeOutcome.Unchanged;
    }

    public MergeOutcome Merge(TransferDataset item)
    {
        Dataset dataset = item.Dataset with { Digest = item.Dataset.Digest is null ? null : ArtifactRules.CheckDigest(item.Dataset.Digest) };
        (long? pk, MergeOutcome outcome) = Datasets.Merge(
            context, item, null, DatasetColumns.All.MutableValuesOf(dataset),
            () => DatasetColumns.Insert.Execute(Connection, dataset, Names.Fold(dataset.Name), SqlValues.Ticks(item.RemovedAt)));
        context.Place<TransferDataset>(dataset.Id, pk);
        long[] encoders = [.. item.EncoderTypes.Select(type => context.Find<TransferEncoder>(type, $"Dataset '{dataset.Name}'")).OfType<long>()];
        return pk is null ? outcome : Raise(outcome, encoders.Sum(e => Link("dataset_encoders (dataset_pk, encoder_pk)", pk.Value, e)));
    }

    public MergeOutcome Merge(TransferProject item)
    {
        Project project = item.Project;
        (long? pk, MergeOutcome outcome) = Projects.Merge(
            context, item, null, ProjectColumns.All.MutableValuesOf(project), () => ProjectColumns.Insert.Execute(Connection, project, Names.Fold(project.Name)));
        context.Place<TransferProject>(project.Id, pk);
        return pk is null ? outcome : Raise(outcome, TagMerge.Merge(Connection, RecordType.Project, pk.Value, item.Tags) ? 1 : 0);
    }

    public MergeOutcome Merge(TransferExperiment item)
    {
        Experiment experiment = item.Experiment;
        string owner = $"Experiment '{experiment.Name}'";
        if (context.Find<TransferProject>(experiment.ProjectId, owner) is not { } project)
        {
            context.Place<TransferExperiment>(experiment.Id, null);
            return MergeOutcome.Unchanged;
        }

        long? primary = context.Find<TransferDataset>(item.PrimaryDatasetId, owner);
        (long? pk, MergeOutcome outcome) = Experiments.Merge(
            context, item, project, [.. ExperimentColumns.All.MutableValuesOf(experiment), new MutableValue("primary_dataset_pk", to => to.Bind(primary))],
            () => ExperimentColumns.Insert.Execute(Connection, experiment, Names.Fold(experiment.Name), project, primary));
        context.Place<TransferExperiment>(experiment.Id, pk);
        if (pk is not { } here) return outcome;
        int changed = TagMerge.Merge(Connection, RecordType.Experiment, here, item.Tags) ? 1 : 0;
        changed += item.DatasetIds.Select(id => context.Find<TransferDataset>(id, owner)).OfType<long>()
            .Sum(dataset => Link("experiment_datasets (experiment_pk, dataset_pk)", here, dataset));

        // Before the runs are merged, so that runs whose number is used get numbers after all incoming ones.
        foreach ((string place, long next) in item.NextNumbers) RunCreation.RaiseCounter(Connection, here, Names.CheckNamespace(place), ImportedNumbers.Check(owner, next));
        return Raise(outcome, changed);
    }

    public MergeOutcome Merge(TransferTrial item)
    {
        Trial trial = item.Trial;
        TrialRules.CheckName(trial.Name);
        TrialRules.CheckId(trial.Id);
        long? experiment = context.Find<TransferExperiment>(trial.ExperimentId, $"Trial '{trial.Name}'");
        (long? pk, MergeOutcome outcome) = experiment is null ? (null, MergeOutcome.Unchanged) : Trials.Merge(
            context, item, experiment, [.. TrialColumns.All.MutableValuesOf(trial), new MutableValue("started_at", to => to.Bind(SqlValues.Ticks(item.StartedAt)))],
            () => TrialColumns.Insert.Execute(Connection, trial, Names.Fold(trial.Name), experiment, SqlValues.Ticks(item.StartedAt)));
        context.Place<TransferTrial>(trial.Id, pk);
        return outcome;
    }

    private static MergeOutcome Raise(MergeOutcome outcome, int changes) => outcome == MergeOutcome.Unchanged && changes > 0 ? MergeOutcome.Changed : outcome;

    private int Link(string into, long owner, long target) =>
        Connection.Execute($"INSERT INTO {into} VALUES (@1, @2) ON CONFLICT DO NOTHING", owner, target);

    private sealed record Row(long Pk, string? Config, bool IsRemoved, string Type);
}
