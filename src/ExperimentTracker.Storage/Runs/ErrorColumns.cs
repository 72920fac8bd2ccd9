using ExperimentTracker.Storage.Engine;

namespace ExperimentTracker.Storage.Runs;

/// <summary>The columns of the error that ended a run; its message is a column of the run.</summary>
internal static class ErrorColumns
{
    public static readonly RecordColumns<RunError> All = new("runs", "r");

    private static readonly Column<RunError, string?> Type = All.SharedStringOrNull("error_type", e => e.Type);
    private static readonly Column<RunError, string?> Id = All.SharedStringOrNull("error_id", e => e.Id);
    private static readonly Column<RunError, string?> Category = All.SharedStringOrNull("error_category", e => e.Category);
    private static readonly Column<RunError, string?> Position = All.SharedStringOrNull("error_position", e => e.Position);
    private static readonly Column<RunError, string?> Line = All.SharedStringOrNull("error_line", e => e.Line);
    private static readonly Column<RunError, string?> ScriptStackTrace = All.SharedStringOrNull("error_stack", e => e.ScriptStackTrace);
    private static readonly Column<RunError, string?> InnerErrors = All.SharedStringOrNull("error_inner", e => e.InnerErrors);

    private static readonly string Update = $"UPDATE runs SET {All.Assignments} WHERE pk = ?";

    /// <summary>The assignments that delete the error.</summary>
    public static string Cleared { get; } = string.Join(", ", All.Stored.Select(c => $"{c.Name} = NULL"));

    public static RunError Read(Statement row)
    {
        var error = new RunError
        {
            Type = Type.Read(row),
            Id = Id.Read(row),
            Category = Category.Read(row),
            Position = Position.Read(row),
            Line = Line.Read(row),
            ScriptStackTrace = ScriptStackTrace.Read(row),
            InnerErrors = InnerErrors.Read(row),
        };
        return error == RunError.None ? RunError.None : error;
    }

    /// <summary>Writes the error of a run.</summary>
    public static void Set(StoreConnection connection, long pk, RunError error)
    {
        Statement update = connection.Prepare(Update);
        foreach (Column<RunError> column in All.Stored) column.Bind(update, error);
        update.Bind(pk).Execute();
    }
}
