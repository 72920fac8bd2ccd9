using System.Text.Json;
using System.Text.Json.Serialization;
using ExperimentTracker.Storage.Engine;

namespace ExperimentTracker.Storage.Alerts;

/// <summary>The columns of alerts.</summary>
internal static class AlertColumns
{
    public static readonly RecordColumns<RunAlert> All = new("alerts", "a");
    private static readonly Column<RunAlert, long> Pk = All.Key();
    private static readonly Column<RunAlert, string> Id = All.String("id", a => a.Id);
    private static readonly Column<RunAlert, string> Name = All.String("name", a => a.Name).Mutable();
    private static readonly Column<RunAlert, string?> ExperimentId = All.StringOrNull("e.id");
    private static readonly Column<RunAlert, string?> Experiment = All.StringOrNull("e.name");
    private static readonly Column<RunAlert, AlertDefinition> Definition = All.Add("definition", Described, (row, i) => ReadJson<AlertDefinition>(row.GetString(i)), (to, value) => to.Bind(WriteJson(value))).Mutable();
    private static readonly Column<RunAlert, bool> Enabled = All.Boolean("enabled", a => a.Enabled).Mutable();
    private static readonly Column<RunAlert, long> CreatedAt = All.Time("created_at", a => a.CreatedAt).Mutable();
    private static readonly Column<RunAlert, long> LookedAt = All.Time("coalesce(l.looked_at, a.created_at)");

    private static readonly JsonSerializerOptions Format = new(JsonSerializerDefaults.Web) { DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull };

    public static readonly string Select = $"SELECT {All} FROM {All.Table} a LEFT JOIN alert_looks l ON l.alert_pk = a.pk LEFT JOIN experiments e ON e.pk = a.experiment_pk";

    public static readonly Insertion<RunAlert> Insert = All.Insert("name_fold", "experiment_pk");

    public static (long Pk, RunAlert Alert) Read(Statement row) => (Pk.Read(row), new RunAlert(Definition.Read(row))
    {
        Id = Id.Read(row),
        Name = Name.Read(row),
        ExperimentId = ExperimentId.Read(row),
        Experiment = Experiment.Read(row),
        Enabled = Enabled.Read(row),
        CreatedAt = CreatedAt.ReadTime(row, DateTimeKind.Local),
        LookedAt = LookedAt.ReadTime(row, DateTimeKind.Local),
    });

    /// <summary>A value as JSON, without what is null.</summary>
    public static string WriteJson<T>(T value) => JsonSerializer.Serialize(value, Format);

    /// <summary>Reads a value from JSON.</summary>
    public static T ReadJson<T>(string json) => JsonSerializer.Deserialize<T>(json, Format) ?? throw new FormatException("a definition is null");

    // Without what the alert has beside it.
    private static AlertDefinition Described(RunAlert alert) => alert;
}
