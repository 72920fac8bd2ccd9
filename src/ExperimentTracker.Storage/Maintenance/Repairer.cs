using ExperimentTracker.Contracts.Blobs;
using ExperimentTracker.Contracts.Maintenance;
using ExperimentTracker.Contracts.Stores;
using ExperimentTracker.Maintenance;
using ExperimentTracker.Rules;
using ExperimentTracker.Storage.Blobs;
using ExperimentTracker.Storage.Engine;

namespace ExperimentTracker.Storage.Maintenance;

/// <summary>Repairs findings one after the other, each checked again under the write lock.</summary>
/// <param name="database">The database.</param>
/// <param name="intake">The blobs.</param>
/// <param name="killOrphanedRuns">Ends the orphaned runs.</param>
internal class Repairer(Database database, BlobIntake intake, Func<CancellationToken, int> killOrphanedRuns)
{
    private readonly IBlobMaintenance maintenance = intake.Maintenance;
    private readonly Dictionary<string, string?> ofAll = new(StringComparer.Ordinal);

    public IReadOnlyList<StoreRepair> Run(IReadOnlyList<StoreFinding> findings, IProgress<MaintenanceProgress>? progress, CancellationToken cancellation)
    {
        database.CheckWritable();
        if (!findings.Any(f => f.IsRepairable)) return [.. findings.Select(f => Result(f, null, null))];
        try
        {
            string? quarantine = Prepare(progress, cancellation);
            var results = new List<StoreRepair>();
            foreach (StoreFinding finding in findings)
            {
                cancellation.ThrowIfCancellationRequested();
                results.Add(Result(finding, finding.IsRepairable ? Repair(finding, quarantine, cancellation) : null, quarantine));
                progress?.Report(new MaintenanceProgress("Repairing", results.Count, findings.Count));
            }

            return results;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw StoreErrors.Unavailable(database.Path, e);
        }
    }

    /// <summary>Saves what the repair changes, if this engine can.</summary>
    /// <returns>The folder of the copy, where blobs that must be moved away are moved too; or <see langword="null"/>.</returns>
    protected virtual string? Prepare(IProgress<MaintenanceProgress>? progress, CancellationToken cancellation) => null;

    /// <summary>Repairs a finding of the engine's database.</summary>
    /// <returns>What was done; <see langword="null"/> if there was nothing to do.</returns>
    protected virtual string? RepairDatabase(string problem, CancellationToken cancellation) => null;

    // Some repairs fix all findings of their kind together.
    private string? Repair(StoreFinding finding, string? quarantine, CancellationToken cancellation)
    {
        if (finding.Problem is not (nameof(Findings.IndexDamaged) or nameof(Findings.CounterBehind) or nameof(Findings.ProcessGone)))
        {
            return RepairOne(finding, quarantine, cancellation);
        }

        if (!ofAll.TryGetValue(finding.Problem, out string? done)) ofAll.Add(finding.Problem, done = RepairAll(finding.Problem, cancellation));
        return done;
    }

    /// <returns>What was done; <see langword="null"/> if there was nothing left to do.</returns>
    private string? RepairAll(string problem, CancellationToken cancellation) => problem switch
    {
        nameof(Findings.IndexDamaged) => RepairDatabase(problem, cancellation),
        nameof(Findings.CounterBehind) => database.WriteFlushed(CounterCheck.Advance, cancellation) > 0 ? "Advanced the counters past every number in use." : null,
        _ => killOrphanedRuns(cancellation) > 0 ? "Ended the orphaned runs as Killed." : null,
    };

    /// <returns>What was done; <see langword="null"/> if there was nothing left to do.</returns>
    private string? RepairOne(StoreFinding finding, string? quarantine, CancellationToken cancellation) => finding.Problem switch
    {
        nameof(Findings.StatisticsDiffer) => database.WriteFlushed(connection => SeriesCheck.Rebuild(connection, finding.OwnerId!, finding.Subject), cancellation) is { } difference
            ? $"Recalculated the statistics of {finding.Subject}: {difference}."
            : null,
        nameof(Findings.SummariesDiffer) => database.WriteFlushed(connection => SeriesCheck.RebuildSummaries(connection, finding.OwnerId!, finding.Subject), cancellation)
            ? $"Wrote the summaries of {finding.Subject} again."
            : null,
        nameof(Findings.WalDamaged) => RepairDatabase(finding.Problem, cancellation),
        nameof(ContentFindings.BlobMissing) => database.WriteFlushed(connection => MoveBack(connection, ArtifactRules.CheckDigest(finding.Subject)), cancellation),
        nameof(ContentFindings.BlobUnlisted) => database.WriteFlushed(connection => List(connection, ArtifactRules.CheckDigest(finding.Subject)), cancellation),
        nameof(ContentFindings.StrayBlob) => database.WriteFlushed(connection => MoveToQuarantine(connection, finding.Subject, quarantine ?? ""), cancellation),
        _ => null,
    };

    private string? MoveBack(StoreConnection connection, string digest)
    {
        if (maintenance.SizeOf(digest) is not null || maintenance.FindElsewhere(digest) is not { } place) return null;
        maintenance.MoveBack(place, digest);
        List(connection, digest);
        return $"Moved the bytes back from {place}.";
    }

    private string? List(StoreConnection connection, string digest)
    {
        if (BlobRows.StateOf(connection, digest) == BlobState.Stored || maintenance.SizeOf(digest) is not { } size) return null;
        BlobRows.Store(connection, digest, size, sample: null);
        return "Added the row of the blob.";
    }

    private string? MoveToQuarantine(StoreConnection connection, string location, string quarantine)
    {
        if (!maintenance.HasQuarantine || maintenance.DigestAt(location) is not { } digest || BlobRows.Unknown(connection, [digest]).Length == 0) return null;
        return $"Moved the blob to {maintenance.MoveToQuarantine(digest, quarantine)}.";
    }

    private static StoreRepair Result(StoreFinding finding, string? done, string? quarantine) => new()
    {
        Finding = finding,
        IsRepaired = done is not null,
        Action = done ?? (finding.IsRepairable ? "There was nothing left to repair." : "This cannot be repaired. " + finding.Message),
        Quarantine = quarantine,
    };
}
