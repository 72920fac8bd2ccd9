using ExperimentTracker.Contracts.Blobs;
using ExperimentTracker.Contracts.Transfer;
using ExperimentTracker.Rules;
using ExperimentTracker.Storage.Catalog;
using ExperimentTracker.Storage.Datasets;
using ExperimentTracker.Storage.Engine;
using ExperimentTracker.Storage.Runs;
using ExperimentTracker.Transfer;
using ExperimentTracker.Values;

namespace ExperimentTracker.Storage.Transfer;

/// <summary>Copies runs within a store: as a merge of the same records with other ids, in one transaction.</summary>
internal sealed class RunCopy
{
    private readonly StoreConnection connection;
    private readonly MergeContext context;
    private readonly RunMerge runs;
    private readonly ArtifactMerge artifacts;

    private RunCopy(StoreConnection connection, StagedContents contents, IBlobs blobs)
    {
        this.connection = connection;
        context = new MergeContext(new TransferHead(), contents);
        runs = new RunMerge(context);
        artifacts = new ArtifactMerge(context, blobs);
        context.Begin(connection);
    }

    /// <returns>The ids of the copies.</returns>
    /// <exception cref="TrackerException">The errors of <see cref="ITransferStore.Copy"/>.</exception>
    public static IReadOnlyList<string> Copy(StoreConnection connection, StagedContents contents, IBlobs blobs, RunCopies request) =>
        new RunCopy(connection, contents, blobs).CopyAll(request);

    private List<string> CopyAll(RunCopies request)
    {
        var copies = new Dictionary<string, string>(StringComparer.Ordinal);
        foreach (string id in request.RunIds)
        {
            if (copies.ContainsKey(id)) continue;
            CatalogRow row = CatalogRecords.FindLive(connection, RecordType.Run, id);
            TransferRun run = RunReader.Load(connection, [row.Pk], eager: true).Single();
            if (run.Run.Status == RunStatus.Running) throw RunErrors.CopyOfRunning(row.Name);
            string copy = RecordId.New(connection.Options.Time);
            (string experiment, string? trial) = Place(run.Run, row, request.ExperimentId);
            string name = copies.Count == 0 && request.Name is not null ? Names.Check(RecordType.Run, request.Name)
                : run.Run.Name == RunCreation.DefaultName(run.Run.Number) ? "" : run.Run.Name;
            CopyRun(run, new(copy, experiment, trial, name, run.Run.ParentRunId is { } parent ? copies.GetValueOrDefault(parent) : null));
            copies.Add(id, copy);
            CopyInputs(row.Pk, copy);
        }

        return [.. request.RunIds.Select(id => copies[id])];
    }

    // Makes the experiment and the trial of the copy known to the merge, and returns their ids.
    private (string Experiment, string? Trial) Place(Run run, CatalogRow row, string? experimentId)
    {
        string target = experimentId ?? run.ExperimentId;
        CatalogRow experiment = CatalogRecords.FindLive(connection, RecordType.Experiment, target);
        if (!context.Has<TransferExperiment>(target)) context.Place<TransferExperiment>(target, experiment.Pk);
        string? trial = run.TrialId;
        if (trial is not null && target != run.ExperimentId)
        {
            long there = RunMove.TrialIn(connection, experiment, run.Trial, row.Name)!.Value;
            trial = connection.Text("SELECT id FROM trials WHERE pk = @1", there)!;
        }

        if (trial is not null && !context.Has<TransferTrial>(trial)) context.Place<TransferTrial>(trial, connection.Number("SELECT pk FROM trials WHERE id = @1", trial));
        return (target, trial);
    }

    private void CopyRun(TransferRun run, Target target)
    {
        DateTime now = connection.UtcNow;
        var parts = new Dictionary<string, string>(StringComparer.Ordinal);
        var source = new ExperimentTag { TargetType = RecordType.Run, TargetId = target.Id, Target = "", Key = RunCopies.Tag, Value = run.Run.Id, CreatedAt = now };
        runs.Merge(run with
        {
            Run = run.Run with
            {
                Id = target.Id,
                ExperimentId = target.Experiment,
                TrialId = target.Trial,
                ParentRunId = target.Parent,
                Number = TransferRun.NextNumber,
                Name = target.Name,
                UpdatedAt = now,
                Origin = run.Run.Origin with { StoreId = null, Number = null },
            },
            Tags = [.. run.Tags.Where(tag => !string.Equals(tag.Key, RunCopies.Tag, StringComparison.OrdinalIgnoreCase)), source],
            Epochs = [.. run.Epochs.Select(epoch => epoch with { Id = NewId(epoch.Id) })],
            Results = [.. run.Results.Select(result => result with { Id = NewId(result.Id) })],
            Logs = [.. run.Logs.Select(log => log with { Id = NewId(log.Id) })],
        });
        long[] pks = [.. connection.Query(
            "SELECT a.pk FROM artifacts a JOIN runs r ON r.pk = a.run_pk WHERE r.id = @1 AND a.removed_at IS NULL ORDER BY a.pk", row => row.GetInt64(0), run.Run.Id)];
        foreach (TransferArtifact artifact in ArtifactReader.Load(connection, pks).ToList())
        {
            artifacts.Merge(artifact with
            {
                RunId = target.Id,
                Artifact = artifact.Artifact with
                {
                    Id = RecordId.New(connection.Options.Time),
                    EpochId = artifact.Artifact.EpochId is { } epoch ? parts[epoch] : null,
                    ResultId = artifact.Artifact.ResultId is { } result ? parts[result] : null,
                },
            });
        }

        string NewId(string id) => parts[id] = RecordId.New(connection.Options.Time);
    }

    private void CopyInputs(long from, string copy)
    {
        long run = connection.Number("SELECT pk FROM runs WHERE id = @1", copy)!.Value;
        var inputs = connection.Query(
            $"""
            SELECT i.role, i.created_at, i.artifact_pk, i.version_pk, i.dataset_pk FROM run_inputs i WHERE i.run_pk = @1 ORDER BY i.pk
            """,
            row => (Role: row.GetStringOrNull(0), At: row.GetUtcTime(1), Artifact: row.GetInt64OrNull(2), Version: row.GetInt64OrNull(3), Dataset: row.GetInt64OrNull(4)),
            from);
        foreach (var input in inputs)
        {
            RunInputKind kind = input.Artifact is not null ? RunInputKind.Artifact : input.Version is not null ? RunInputKind.ModelVersion : RunInputKind.Dataset;
            RunInputColumns.Add(
                connection, run, (input.Artifact ?? input.Version ?? input.Dataset)!.Value,
                new RunInput { RunId = copy, Run = "", Role = input.Role, Kind = kind, TargetId = "", Name = "", CreatedAt = input.At });
        }
    }

    private sealed record Target(string Id, string Experiment, string? Trial, string Name, string? Parent);
}
