using ExperimentTracker.Storage.Catalog;
using ExperimentTracker.Storage.Engine;

namespace ExperimentTracker.Storage.Runs;

/// <summary>The columns of the logs of runs.</summary>
internal static class RunLogColumns
{
    private static readonly RecordColumns<RunLog> All = new("run_logs", "l");
    private static readonly Column<RunLog, long> Pk = All.Key();
    private static readonly Column<RunLog, long> RunPk = All.Int64("l.run_pk");
    private static readonly Column<RunLog, string> Id = All.String("id", l => l.Id);
    private static readonly Column<RunLog, string> RunId = All.String("r.id");
    private static readonly Column<RunLog, string> Run = All.String(RunSql.Path);
    private static readonly Column<RunLog, string?> Stream = All.StringOrNull("stream", l => l.Stream);
    private static readonly Column<RunLog, string?> Message = All.StringOrNull("message", l => l.Message);
    private static readonly Column<RunLog, string?> Location = All.StringOrNull("location", l => l.Location);
    private static readonly Column<RunLog, long> LoggedAt = All.Time("logged_at", l => l.LoggedAt);

    /// <summary>The query that <see cref="Read"/> expects.</summary>
    public static readonly string Select = $"SELECT {All} FROM {All.Table} l JOIN runs r ON r.pk = l.run_pk JOIN experiments e ON e.pk = r.experiment_pk";

    public static readonly Insertion<RunLog> Insert = All.Insert("run_pk");

    public static (long Pk, long RunPk, RunLog Log) Read(Statement row, DateTimeKind times) => (Pk.Read(row), RunPk.Read(row), new RunLog
    {
        Id = Id.Read(row),
        RunId = RunId.Read(row),
        Run = Run.Read(row),
        Stream = Stream.Read(row),
        Message = Message.Read(row),
        Location = Location.Read(row),
        LoggedAt = LoggedAt.ReadTime(row, times),
    });
}
