using ExperimentTracker.Storage.Engine;

namespace ExperimentTracker.Storage.Datasets;

/// <summary>The columns of datasets.</summary>
internal static class DatasetColumns
{
    public static readonly RecordColumns<Dataset> All = new("datasets", "d");
    private static readonly Column<Dataset, string> Id = All.String("id", d => d.Id);
    private static readonly Column<Dataset, string> Name = All.String("name", d => d.Name);
    private static readonly Column<Dataset, long?> Size = All.Int64OrNull("size", d => d.Size).Mutable(reportsConflict: true);
    private static readonly Column<Dataset, string?> SizeUnit = All.StringOrNull("size_unit", d => d.SizeUnit).Mutable();
    private static readonly Column<Dataset, string?> Location = All.StringOrNull("location", d => d.Location).Mutable();
    private static readonly Column<Dataset, string?> Digest = All.StringOrNull("digest", d => d.Digest).Mutable(reportsConflict: true);
    private static readonly Column<Dataset, object?> Config = All.Json("config", d => d.Config).Mutable(reportsConflict: true);
    private static readonly Column<Dataset, long> CreatedAt = All.Time("created_at", d => d.CreatedAt);
    private static readonly Column<Dataset, long> UpdatedAt = All.Time("updated_at", d => d.UpdatedAt);
    private static readonly Column<Dataset, IReadOnlyList<string>> Experiments = All.Strings(
        """
        (SELECT json_group_array(name) FROM (
            SELECT e.name FROM experiment_datasets x JOIN experiments e ON e.pk = x.experiment_pk JOIN projects p ON p.pk = e.project_pk
            WHERE x.dataset_pk = d.pk AND e.removed_at IS NULL AND p.removed_at IS NULL ORDER BY e.name_fold) AS names)
        """);

    private static readonly Column<Dataset, IReadOnlyList<string>> Encoders = All.Strings(
        """
        (SELECT json_group_array(type) FROM (
            SELECT n.type FROM dataset_encoders x JOIN encoders n ON n.pk = x.encoder_pk
            WHERE x.dataset_pk = d.pk AND n.removed_at IS NULL ORDER BY n.type) AS types)
        """);

    public static readonly string Select = $"SELECT {All} FROM {All.Table} d";

    public static readonly Insertion<Dataset> Insert = All.Insert("name_fold", "removed_at");

    public static Dataset Read(Statement row, DateTimeKind times) => new()
    {
        Id = Id.Read(row),
        Name = Name.Read(row),
        Size = Size.Read(row),
        SizeUnit = SizeUnit.Read(row),
        Location = Location.Read(row),
        Digest = Digest.Read(row),
        Config = Config.Read(row),
        CreatedAt = CreatedAt.ReadTime(row, times),
        UpdatedAt = UpdatedAt.ReadTime(row, times),
        Experiments = Experiments.Read(row),
        Encoders = Encoders.Read(row),
    };
}
