using System.Text.Json;
using Microsoft.Data.Sqlite;

namespace ExperimentTracker.Storage.Sqlite;

/// <summary>Rows of runs to records.</summary>
internal static class RunRows
{
    /// <summary>Where runs come from, with what they are part of.</summary>
    public const string From = """

        FROM runs r
        JOIN experiments e ON e.pk = r.experiment_pk
        JOIN projects p ON p.pk = e.project_pk
        LEFT JOIN runs parent ON parent.pk = r.parent_pk
        LEFT JOIN trials t ON t.pk = r.trial_pk AND t.removed_at IS NULL
        """;

    /// <summary>The columns that <see cref="Read"/> takes, and where they come from.</summary>
    public const string Select = """
        SELECT r.pk, r.id, e.id, e.name, p.name, r.namespace, r.number, r.name, r.status, r.description, r.error_message,
            parent.id, t.id, r.parameter_hash, r.trace_id, r.span_id, r.created_at, r.started_at, r.ended_at, r.updated_at, r.removed_at,
            r.host, r.user_name, r.process, r.command_line, r.script, r.working_directory, r.git_commit, r.git_branch, r.git_dirty,
            r.operating_system, r.powershell_version, r.runtime_version, r.module_version, r.origin_store, r.origin_number, t.name,
            r.heartbeat_seconds, r.heartbeat_at
        """ + From;

    /// <summary>The run of that internal key, with all that hangs on it.</summary>
    public static Run Load(Session session, long pk) => WithCollections(session, session.Query($"{Select} WHERE r.pk = @1", Read, pk))[0];

    /// <summary>Adds parameters, metrics and tags, with one query each for all runs.</summary>
    public static List<Run> WithCollections(Session session, List<(long Pk, Run Run)> rows)
    {
        long[] pks = [.. rows.Select(r => r.Pk)];
        var parameters = ParameterRows.Load(session, pks);
        var metrics = MetricRows.Load(session, pks);
        var tags = TagRows.Load(session, RecordType.Run, pks);
        return [.. rows.Select(r => r.Run with
        {
            Parameters = Collect(parameters[r.Pk]),
            Metrics = Collect(metrics[r.Pk].Select(m => KeyValuePair.Create(m.Name, (object?)m.Last))),

            // One string for the run and its metrics: by that object it is remembered which store they came from.
            MetricStatistics = Collect(metrics[r.Pk].Select(m => KeyValuePair.Create(m.Name, (object?)(m with { RunId = r.Run.Id })))),
            Tags = Collect(tags[r.Pk]),
        })];
    }

    public static (long Pk, Run Run) Read(SqliteDataReader row) => (row.GetInt64(0), new Run
    {
        Id = row.GetString(1),
        ExperimentId = row.GetString(2),
        Experiment = row.GetString(3),
        Project = row.GetString(4),
        Namespace = row.GetString(5),
        Number = row.GetInt64(6),
        Name = row.GetString(7),
        Status = row.Word<RunStatus>(8),
        Description = row.Text(9),
        ErrorMessage = row.Text(10),
        ParentRunId = row.Text(11),
        TrialId = row.Text(12),
        ParameterHash = row.Text(13),
        TraceId = row.Text(14),
        SpanId = row.Text(15),
        CreatedAt = row.Time(16),
        StartedAt = row.TimeOrNull(17),
        EndedAt = row.TimeOrNull(18),
        UpdatedAt = row.Time(19),
        RemovedAt = row.TimeOrNull(20),
        Origin = ReadOrigin(row, 21),
        Trial = row.Text(36),
        Heartbeat = row.Whole(37) is { } seconds ? TimeSpan.FromSeconds(seconds) : null,
        HeartbeatAt = row.TimeOrNull(38),
    });

    /// <summary>Writes where and by what a run was started.</summary>
    public static void SetOrigin(Session session, long pk, RunOrigin origin) => session.Execute(
        """
        UPDATE runs SET host = @2, user_name = @3, process = @4, command_line = @5, script = @6, working_directory = @7, git_commit = @8,
            git_branch = @9, git_dirty = @10, operating_system = @11, powershell_version = @12, runtime_version = @13, module_version = @14
        WHERE pk = @1
        """,
        pk, origin.Host, origin.User, origin.Process is null ? null : JsonSerializer.Serialize(origin.Process), origin.CommandLine, origin.Script,
        origin.WorkingDirectory, origin.GitCommit, origin.GitBranch, origin.GitDirty, origin.OperatingSystem, origin.PowerShellVersion,
        origin.RuntimeVersion, origin.ModuleVersion);

    /// <summary>Writes which process a run belongs to now: the evidence when that dies.</summary>
    public static void SetProcess(Session session, long pk, string host, ProcessIdentity process) =>
        session.Execute("UPDATE runs SET host = @2, process = @3 WHERE pk = @1", pk, host, JsonSerializer.Serialize(process));

    private static NamedValues Collect(IEnumerable<KeyValuePair<string, object?>> pairs) => new(pairs);

    /// <summary>Where and by what a run was started, from the columns that begin with <c>host</c> and end with <c>origin_number</c>.</summary>
    public static RunOrigin ReadOrigin(SqliteDataReader row, int first) => new()
    {
        Host = row.Text(first),
        User = row.Text(first + 1),
        Process = row.Text(first + 2) is { } json ? JsonSerializer.Deserialize<ProcessIdentity>(json) : null,
        CommandLine = row.Text(first + 3),
        Script = row.Text(first + 4),
        WorkingDirectory = row.Text(first + 5),
        GitCommit = row.Text(first + 6),
        GitBranch = row.Text(first + 7),
        GitDirty = row.Whole(first + 8) is { } dirty ? dirty != 0 : null,
        OperatingSystem = row.Text(first + 9),
        PowerShellVersion = row.Text(first + 10),
        RuntimeVersion = row.Text(first + 11),
        ModuleVersion = row.Text(first + 12),
        StoreId = row.Text(first + 13),
        Number = row.Whole(first + 14),
    };
}
