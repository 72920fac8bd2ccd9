using ExperimentTracker.Storage.Engine;

namespace ExperimentTracker.Storage.Runs;

/// <summary>The columns of a run's origin; those of the store it was merged from are part of the run.</summary>
internal static class OriginColumns
{
    public static readonly RecordColumns<RunOrigin> All = new("runs", "r");

    private static readonly Column<RunOrigin, string?> Host = All.SharedStringOrNull("host", o => o.Host);
    private static readonly Column<RunOrigin, string?> User = All.SharedStringOrNull("user_name", o => o.User);
    private static readonly Column<RunOrigin, ProcessIdentity?> Process = All.Add("process", o => o.Process, (row, i) => ProcessJson.Read(row.GetStringOrNull(i)), (to, process) => to.Bind(ProcessJson.Write(process)));
    private static readonly Column<RunOrigin, string?> CommandLine = All.SharedStringOrNull("command_line", o => o.CommandLine);
    private static readonly Column<RunOrigin, string?> Script = All.SharedStringOrNull("script", o => o.Script);
    private static readonly Column<RunOrigin, string?> WorkingDirectory = All.SharedStringOrNull("working_directory", o => o.WorkingDirectory);
    private static readonly Column<RunOrigin, string?> GitCommit = All.SharedStringOrNull("git_commit", o => o.GitCommit);
    private static readonly Column<RunOrigin, string?> GitBranch = All.SharedStringOrNull("git_branch", o => o.GitBranch);
    private static readonly Column<RunOrigin, bool?> GitDirty = All.BooleanOrNull("git_dirty", o => o.GitDirty);
    private static readonly Column<RunOrigin, string?> OperatingSystem = All.SharedStringOrNull("operating_system", o => o.OperatingSystem);
    private static readonly Column<RunOrigin, string?> PowerShellVersion = All.SharedStringOrNull("powershell_version", o => o.PowerShellVersion);
    private static readonly Column<RunOrigin, string?> RuntimeVersion = All.SharedStringOrNull("runtime_version", o => o.RuntimeVersion);
    private static readonly Column<RunOrigin, string?> ModuleVersion = All.SharedStringOrNull("module_version", o => o.ModuleVersion);

    private static readonly string Update = $"UPDATE runs SET {All.Assignments} WHERE pk = ?";

    public static RunOrigin Read(Statement row, string? storeId, long? number)
    {
        var origin = new RunOrigin
        {
            Host = Host.Read(row),
            User = User.Read(row),
            Process = Process.Read(row),
            CommandLine = CommandLine.Read(row),
            Script = Script.Read(row),
            WorkingDirectory = WorkingDirectory.Read(row),
            GitCommit = GitCommit.Read(row),
            GitBranch = GitBranch.Read(row),
            GitDirty = GitDirty.Read(row),
            OperatingSystem = OperatingSystem.Read(row),
            PowerShellVersion = PowerShellVersion.Read(row),
            RuntimeVersion = RuntimeVersion.Read(row),
            ModuleVersion = ModuleVersion.Read(row),
            StoreId = storeId,
            Number = number,
        };
        return origin == RunOrigin.Unknown ? RunOrigin.Unknown : origin;
    }

    /// <summary>Writes the origin of a run.</summary>
    public static void Set(StoreConnection connection, long pk, RunOrigin origin)
    {
        Statement update = connection.Prepare(Update);
        foreach (Column<RunOrigin> column in All.Stored) column.Bind(update, origin);
        update.Bind(pk).Execute();
    }

    /// <summary>Writes the process that now owns a run: the evidence if it becomes orphaned.</summary>
    public static void SetProcess(StoreConnection connection, long pk, string host, ProcessIdentity process) =>
        connection.Execute("UPDATE runs SET host = @2, process = @3 WHERE pk = @1", pk, host, ProcessJson.Write(process));
}
