using ExperimentTracker.Storage.Engine;

namespace ExperimentTracker.Storage.Datasets;

/// <summary>The columns of encoders.</summary>
internal static class EncoderColumns
{
    public static readonly RecordColumns<Encoder> All = new("encoders", "n");
    private static readonly Column<Encoder, string> Type = All.String("type", n => n.Type);
    private static readonly Column<Encoder, object?> Config = All.Json("config", n => n.Config);
    private static readonly Column<Encoder, long> CreatedAt = All.Time("created_at", n => n.CreatedAt);
    private static readonly Column<Encoder, long> UpdatedAt = All.Time("updated_at", n => n.UpdatedAt);
    private static readonly Column<Encoder, IReadOnlyList<string>> Datasets = All.Strings(
        """
        (SELECT json_group_array(name) FROM (
            SELECT d.name FROM dataset_encoders x JOIN datasets d ON d.pk = x.dataset_pk
            WHERE x.encoder_pk = n.pk AND d.removed_at IS NULL ORDER BY d.name_fold) AS names)
        """);

    public static readonly string Select = $"SELECT {All} FROM {All.Table} n";

    public static readonly Insertion<Encoder> Insert = All.Insert("removed_at");

    public static Encoder Read(Statement row, DateTimeKind times) => new()
    {
        Type = Type.Read(row),
        Config = Config.Read(row),
        CreatedAt = CreatedAt.ReadTime(row, times),
        UpdatedAt = UpdatedAt.ReadTime(row, times),
        Datasets = Datasets.Read(row),
    };
}
