using ExperimentTracker.Storage.Catalog;
using ExperimentTracker.Storage.Engine;

namespace ExperimentTracker.Storage.Alerts;

/// <summary>The columns of events, and of their deliveries.</summary>
internal static class AlertEventColumns
{
    private static readonly RecordColumns<RunAlertEvent> All = new("alert_events", "v");
    private static readonly Column<RunAlertEvent, long> Pk = All.Key();
    private static readonly Column<RunAlertEvent, string> Id = All.String("id", v => v.Id);
    private static readonly Column<RunAlertEvent, string> AlertId = All.SharedString("a.id");
    private static readonly Column<RunAlertEvent, string> Alert = All.SharedString("a.name");
    private static readonly Column<RunAlertEvent, string> Condition = All.SharedString("condition", v => $"{v.Condition}");
    private static readonly Column<RunAlertEvent, string?> RunId = All.StringOrNull("r.id");
    private static readonly Column<RunAlertEvent, string?> Run = All.StringOrNull($"CASE WHEN r.id IS NULL THEN NULL ELSE {RunSql.Path} END");
    private static readonly Column<RunAlertEvent, string?> ModelVersionId = All.StringOrNull("w.id");
    private static readonly Column<RunAlertEvent, string?> ModelVersion = All.StringOrNull("m.name || '/' || w.version");
    private static readonly Column<RunAlertEvent, string> Cause = All.String("cause", v => v.Cause);
    private static readonly Column<RunAlertEvent, string> Message = All.String("message", v => v.Message);
    private static readonly Column<RunAlertEvent, long> FiredAt = All.Time("fired_at", v => v.FiredAt);

    private static readonly RecordColumns<AlertEventDelivery> Parts = new("alert_deliveries", "d");
    private static readonly Column<AlertEventDelivery, long> EventPk = Parts.Int64("d.event_pk");
    private static readonly Column<AlertEventDelivery, long> Number = Parts.Int64("number", d => d.Number);
    private static readonly Column<AlertEventDelivery, AlertDelivery> Delivery = Parts.Add(
        "definition", d => d.Delivery, (row, i) => AlertColumns.ReadJson<AlertDelivery>(row.GetString(i)), (to, value) => to.Bind(AlertColumns.WriteJson(value)));

    private static readonly Column<AlertEventDelivery, AlertDeliveryState> State = Parts.Enum("state", d => d.State);
    private static readonly Column<AlertEventDelivery, long> Attempts = Parts.Int64("attempts", d => d.Attempts);
    private static readonly Column<AlertEventDelivery, long> DueAt = Parts.Time("due_at", d => d.DueAt);
    private static readonly Column<AlertEventDelivery, string?> Watcher = Parts.SharedStringOrNull("watcher", d => d.Watcher);
    private static readonly Column<AlertEventDelivery, long?> SentAt = Parts.TimeOrNull("sent_at", d => d.SentAt);
    private static readonly Column<AlertEventDelivery, string?> Error = Parts.StringOrNull("error", d => d.Error);

    private static readonly Insertion<RunAlertEvent> Insertion = All.Insert("alert_pk", "run_pk", "version_pk", "existed");
    private static readonly Insertion<AlertEventDelivery> PartInsertion = Parts.Insert("event_pk");

    /// <summary>Inserts an event with its deliveries.</summary>
    public static void Insert(StoreConnection connection, RunAlertEvent record, long alertPk, long? runPk, long? versionPk, bool existed)
    {
        long pk = Insertion.Post(connection, record, alertPk, runPk, versionPk, existed);
        foreach (AlertEventDelivery delivery in record.Delivery) PartInsertion.PostWithoutKey(connection, delivery, pk);
    }

    /// <summary>Loads events with their deliveries.</summary>
    public static List<RunAlertEvent> Load(StoreConnection connection, Conditions conditions, string order)
    {
        List<(long Pk, RunAlertEvent Event)> rows = connection.Query(
            $"""
            SELECT {All} FROM {All.Table} v JOIN alerts a ON a.pk = v.alert_pk
            LEFT JOIN runs r ON r.pk = v.run_pk LEFT JOIN experiments e ON e.pk = r.experiment_pk
            LEFT JOIN model_versions w ON w.pk = v.version_pk LEFT JOIN models m ON m.pk = w.model_pk
            {conditions.Where} ORDER BY {order}
            """,
            Read,
            conditions.Arguments);
        ILookup<long, AlertEventDelivery> parts = connection.Query(
            $"SELECT {Parts} FROM {Parts.Table} d WHERE d.event_pk IN (SELECT value FROM json_each(@1)) ORDER BY d.event_pk, d.number",
            ReadPart,
            SqlList.Of(rows.Select(row => row.Pk))).ToLookup(part => part.EventPk, part => part.Delivery);
        
        // An array, whose elements PowerShell finds by their index.
        return [.. rows.Select(row => row.Event with { Delivery = parts[row.Pk].ToArray() })];
    }

    private static (long Pk, RunAlertEvent Event) Read(Statement row) => (Pk.Read(row), new RunAlertEvent
    {
        Id = Id.Read(row),
        AlertId = AlertId.Read(row),
        Alert = Alert.Read(row),
        Condition = Enum.Parse<AlertCondition>(Condition.Read(row)),
        RunId = RunId.Read(row),
        Run = Run.Read(row),
        ModelVersionId = ModelVersionId.Read(row),
        ModelVersion = ModelVersion.Read(row),
        Cause = Cause.Read(row),
        Message = Message.Read(row),
        FiredAt = FiredAt.ReadTime(row, DateTimeKind.Local),
    });

    private static (long EventPk, AlertEventDelivery Delivery) ReadPart(Statement row) => (EventPk.Read(row), new AlertEventDelivery
    {
        Number = (int)Number.Read(row),
        Delivery = Delivery.Read(row),
        State = State.Read(row),
        Attempts = (int)Attempts.Read(row),
        DueAt = DueAt.ReadTime(row, DateTimeKind.Local),
        Watcher = Watcher.Read(row),
        SentAt = SentAt.ReadTime(row, DateTimeKind.Local),
        Error = Error.Read(row),
    });
}
