using ExperimentTracker.Storage.Engine;

namespace ExperimentTracker.Storage.Runs;

/// <summary>The columns of status changes.</summary>
internal static class StatusChangeColumns
{
    private static readonly RecordColumns<StatusChange> All = new("status_changes", "c");
    private static readonly Column<StatusChange, long> RunPk = All.Int64("c.run_pk");
    private static readonly Column<StatusChange, string> RunId = All.String("r.id");
    private static readonly Column<StatusChange, RunStatus?> From = All.EnumOrNull("from_status", c => c.From);
    private static readonly Column<StatusChange, RunStatus> To = All.Enum("to_status", c => c.To);
    private static readonly Column<StatusChange, long> ChangedAt = All.Time("changed_at", c => c.ChangedAt);
    private static readonly Column<StatusChange, string?> Reason = All.StringOrNull("reason", c => c.Reason);
    private static readonly Column<StatusChange, string?> Actor = All.StringOrNull("actor", c => c.Actor);

    private static readonly string Insert = $"""
        INSERT INTO {All.Table} (run_pk, ordinal, {string.Join(", ", All.Stored.Select(c => c.Name))})
        VALUES (?1, (SELECT count(*) FROM {All.Table} WHERE run_pk = ?1), {string.Join(", ", All.Stored.Select(_ => "?"))})
        """;

    /// <summary>Loads the status changes of runs by their internal keys, oldest first.</summary>
    public static ILookup<long, StatusChange> Load(StoreConnection connection, IEnumerable<long> runPks, DateTimeKind times) => connection.Query(
        $"SELECT {All} FROM {All.Table} c JOIN runs r ON r.pk = c.run_pk WHERE c.run_pk IN (SELECT value FROM json_each(@1)) ORDER BY c.run_pk, c.ordinal",
        row => (Run: RunPk.Read(row), Change: Read(row, times)),
        SqlList.Of(runPks)).ToLookup(c => c.Run, c => c.Change);

    /// <summary>Adds a status change to the history of a run.</summary>
    public static void Add(StoreConnection connection, long runPk, StatusChange change)
    {
        Statement insert = connection.Prepare(Insert).Bind(runPk);
        foreach (Column<StatusChange> column in All.Stored) column.Bind(insert, change);
        insert.Post();
    }

    private static StatusChange Read(Statement row, DateTimeKind times) => new()
    {
        RunId = RunId.Read(row),
        From = From.Read(row),
        To = To.Read(row),
        ChangedAt = ChangedAt.ReadTime(row, times),
        Reason = Reason.Read(row),
        Actor = Actor.Read(row),
    };
}
