using System.Globalization;

namespace ExperimentTracker.Maintenance;

/// <summary>The findings of a check about records: severity, whether a repair is possible, and message.</summary>
public static class Findings
{
    private const string Backup = "Restore the store from a backup";

    /// <summary>The database file is damaged.</summary>
    public static StoreFinding DatabaseDamaged(string path, string problem) => new()
    {
        Severity = FindingSeverity.Error,
        Area = StoreArea.Database,
        Problem = nameof(DatabaseDamaged),
        Subject = path,
        Message = $"The database is damaged: {problem}. {Backup}.",
    };

    /// <summary>The write-ahead log was damaged when the store was opened, so that acknowledged changes are lost.</summary>
    public static StoreFinding WalDamaged(string loss) => new()
    {
        Severity = FindingSeverity.Error,
        Area = StoreArea.Database,
        Problem = nameof(WalDamaged),
        Subject = "tracker.db-wal",
        Message = $"The store lost records when it was opened after a termination. {loss} Restore them from a backup, or record them again; Repair-ExperimentStore " +
            "acknowledges the loss.",
        IsRepairable = true,
    };

    /// <summary>An index does not match its table.</summary>
    public static StoreFinding IndexDamaged(string path, string problem) => new()
    {
        Severity = FindingSeverity.Error,
        Area = StoreArea.Database,
        Problem = nameof(IndexDamaged),
        Subject = path,
        Message = $"An index of the database does not match its table: {problem}.",
        IsRepairable = true,
    };

    /// <summary>Rows refer to rows that do not exist.</summary>
    public static StoreFinding DanglingReference(string table, string target, long count) => new()
    {
        Severity = FindingSeverity.Error,
        Area = StoreArea.References,
        Problem = nameof(DanglingReference),
        Subject = table,
        Message = $"{Count(count, "row")} of {table} {(count == 1 ? "refers to a row" : "refer to rows")} of {target} that {(count == 1 ? "does" : "do")} not exist. {Backup}.",
    };

    /// <summary>Records that a garbage collection marked and did not delete.</summary>
    public static StoreFinding CollectionUnfinished(string table, long count) => new()
    {
        Severity = FindingSeverity.Information,
        Area = StoreArea.References,
        Problem = nameof(CollectionUnfinished),
        Subject = table,
        Message = $"A garbage collection of {Count(count, "removed record")} of {table} was interrupted. Run Optimize-ExperimentStore to complete it.",
    };

    /// <summary>A counter would assign a used number.</summary>
    public static StoreFinding CounterBehind(string subject, string ownerId, long next, long highest) => new()
    {
        Severity = FindingSeverity.Warning,
        Area = StoreArea.Counters,
        Problem = nameof(CounterBehind),
        Subject = subject,
        OwnerId = ownerId,
        Message = string.Create(CultureInfo.InvariantCulture, $"The counter of {subject} would assign {next}, but {highest} is already used."),
        IsRepairable = true,
    };

    /// <summary>A run is orphaned: it is running in the store, but its process has ended.</summary>
    public static StoreFinding ProcessGone(string run, string id) => new()
    {
        Severity = FindingSeverity.Information,
        Area = StoreArea.Runs,
        Problem = nameof(ProcessGone),
        Subject = run,
        Owner = run,
        OwnerId = id,
        Message = $"Run {run} is orphaned: it is running, but its process has ended. It becomes Killed when the store is next opened.",
        IsRepairable = true,
    };

    /// <summary>Points of a series that cannot be read.</summary>
    public static StoreFinding PointsDamaged(string metric, string run, string runId, string what) => new()
    {
        Severity = FindingSeverity.Error,
        Area = StoreArea.Points,
        Problem = nameof(PointsDamaged),
        Subject = metric,
        Owner = run,
        OwnerId = runId,
        Message = $"Points of {metric} of run {run} are damaged: {what}. {Backup}.",
    };

    /// <summary>Points of a series that can be read, but were changed after they were written.</summary>
    public static StoreFinding ChecksumMismatch(string metric, string run, string runId, string chunk) => new()
    {
        Severity = FindingSeverity.Error,
        Area = StoreArea.Points,
        Problem = nameof(ChecksumMismatch),
        Subject = metric,
        Owner = run,
        OwnerId = runId,
        Message = $"Points of {metric} of run {run} do not match their checksum: {chunk} was changed after it was written. {Backup}.",
    };

    /// <summary>Points of a series are missing.</summary>
    public static StoreFinding PointsMissing(string metric, string run, string runId, long counted, long found) => new()
    {
        Severity = FindingSeverity.Error,
        Area = StoreArea.Points,
        Problem = nameof(PointsMissing),
        Subject = metric,
        Owner = run,
        OwnerId = runId,
        Message = string.Create(CultureInfo.InvariantCulture, $"{metric} of run {run} has a count of {counted:N0} points, but {found:N0} exist. {Backup}."),
    };

    /// <summary>The statistics do not match the points.</summary>
    public static StoreFinding StatisticsDiffer(string metric, string run, string runId, string difference) => new()
    {
        Severity = FindingSeverity.Warning,
        Area = StoreArea.Statistics,
        Problem = nameof(StatisticsDiffer),
        Subject = metric,
        Owner = run,
        OwnerId = runId,
        Message = $"The statistics of {metric} of run {run} do not match its points: {difference}.",
        IsRepairable = true,
    };

    /// <summary>The summaries that curves of long series are drawn from do not match the points.</summary>
    public static StoreFinding SummariesDiffer(string metric, string run, string runId) => new()
    {
        Severity = FindingSeverity.Warning,
        Area = StoreArea.Statistics,
        Problem = nameof(SummariesDiffer),
        Subject = metric,
        Owner = run,
        OwnerId = runId,
        Message = $"The summaries of {metric} of run {run} do not match its points. Its curve may be read slowly.",
        IsRepairable = true,
    };

    private static string Count(long count, string noun) => $"{count.ToString("N0", CultureInfo.InvariantCulture)} {noun}{(count == 1 ? "" : "s")}";
}
