using ExperimentTracker.Storage.Catalog;
using ExperimentTracker.Storage.Engine;
namespace ExperimentTracker.Storage.Datasets;

/// <summary>The columns of the inputs of runs.</summary>
internal static class RunInputColumns
{
    private static readonly RecordColumns<RunInput> All = new("run_inputs", "i");
    private static readonly Column<RunInput, string> RunId = All.String("r.id");
    private static readonly Column<RunInput, string> Run = All.String(RunSql.Path);
    private static readonly Column<RunInput, string?> Role = All.StringOrNull("role", i => i.Role);
    private static readonly Column<RunInput, RunInputKind> Kind = All.Enum<RunInputKind>(
        $"""
        CASE WHEN i.artifact_pk IS NOT NULL THEN {(int)RunInputKind.Artifact}
            WHEN i.version_pk IS NOT NULL THEN {(int)RunInputKind.ModelVersion} ELSE {(int)RunInputKind.Dataset} END
        """);

    private static readonly Column<RunInput, string> TargetId = All.String("coalesce(a.id, v.id, d.id)");
    private static readonly Column<RunInput, string> Name = All.String(
        $"""
        coalesce(CASE WHEN o.pk IS NULL THEN oe.name ELSE {RunSql.PathOf("o", "oe")} END || '/' || a.key, m.name || '/' || v.version, d.name)
        """);

    private static readonly Column<RunInput, long> CreatedAt = All.Time("created_at", i => i.CreatedAt);

    // An input is kept when its target is removed.
    public static readonly string Select = $"""
        SELECT {All} FROM {All.Table} i
        JOIN runs r ON r.pk = i.run_pk
        JOIN experiments e ON e.pk = r.experiment_pk
        LEFT JOIN artifacts a ON a.pk = i.artifact_pk
        LEFT JOIN runs o ON o.pk = a.run_pk
        LEFT JOIN experiments oe ON oe.pk = coalesce(a.experiment_pk, o.experiment_pk)
        LEFT JOIN model_versions v ON v.pk = i.version_pk
        LEFT JOIN models m ON m.pk = v.model_pk
        LEFT JOIN datasets d ON d.pk = i.dataset_pk
        """;

    public static RunInput Read(Statement row, DateTimeKind times) => new()
    {
        RunId = RunId.Read(row),
        Run = Run.Read(row),
        Role = Role.Read(row),
        Kind = Kind.Read(row),
        TargetId = TargetId.Read(row),
        Name = Name.Read(row),
        CreatedAt = CreatedAt.ReadTime(row, times),
    };

    /// <summary>Adds an input of a run, unless the run already has it in that role.</summary>
    public static bool Add(StoreConnection connection, long runPk, long targetPk, RunInput input)
    {
        string target = input.Kind switch
        {
            RunInputKind.Artifact => "artifact_pk",
            RunInputKind.ModelVersion => "version_pk",
            _ => "dataset_pk",
        };
        Column<RunInput>[] stored = [.. All.Stored];
        Statement insert = connection.Prepare(
            $"""
            INSERT INTO {All.Table} (run_pk, {target}, {string.Join(", ", stored.Select(c => c.Name))}) SELECT ?1, ?2, {string.Join(", ", stored.Select((_, i) => $"?{i + 4}"))}
            WHERE NOT EXISTS (SELECT 1 FROM {All.Table} WHERE run_pk = ?1 AND {target} = ?2 AND role IS NOT DISTINCT FROM ?3)
            """).Bind(runPk).Bind(targetPk).Bind(input.Role);
        foreach (Column<RunInput> column in stored) column.Bind(insert, input);
        return insert.Execute() > 0;
    }
}
