using ExperimentTracker.Contracts.Alerts;
using ExperimentTracker.Rules;
using ExperimentTracker.Storage.Catalog;
using ExperimentTracker.Storage.Engine;
using ExperimentTracker.Values;

namespace ExperimentTracker.Storage.Alerts;

internal sealed class AlertTable(Database database) : IAlertStore
{
    public RunAlert Register(AlertDraft draft, bool replace, IReadOnlyList<AlertCause> known, CancellationToken cancellation) => database.WriteFlushed(
        connection =>
        {
            string fold = Names.Fold(Names.CheckAlert(draft.Name));
            long? experiment = draft.ExperimentId is { } id ? CatalogRecords.FindLive(connection, RecordType.Experiment, id).Pk : null;
            (long pk, RunAlert? before) = connection.First($"{AlertColumns.Select} WHERE a.name_fold = @1", AlertColumns.Read, fold);
            if (before is not null && !replace) throw AlertErrors.Exists(before.Name);
            DateTime now = connection.UtcNow;
            var alert = new RunAlert(draft.Definition)
            {
                Id = before?.Id ?? RecordId.New(connection.Options.Time),
                Name = draft.Name,
                Enabled = draft.Enabled,
                CreatedAt = before is not null && before.ExperimentId == draft.ExperimentId && Rule(before) == Rule(draft.Definition) ? before.CreatedAtUtc : now,
                LookedAt = now,
            };
            if (before is null) pk = AlertColumns.Insert.Execute(connection, alert, fold, experiment);
            else
            {
                AlertColumns.All.Update(connection, pk, alert);
                connection.Execute("UPDATE alerts SET experiment_pk = @2 WHERE pk = @1", pk, experiment);
                if (alert.CreatedAt == now) SetLook(connection, pk, now.Ticks);
            }

            if (!draft.Definition.IncludesExisting) foreach (AlertCause cause in known) Insert(connection, (pk, alert), cause, existed: true);
            return connection.First($"{AlertColumns.Select} WHERE a.pk = @1", AlertColumns.Read, pk).Alert;
        },
        cancellation);

    public IReadOnlyList<RunAlert> List(CancellationToken cancellation) =>
        database.Read(connection => connection.Query($"{AlertColumns.Select} ORDER BY a.name_fold", AlertColumns.Read), cancellation).ConvertAll(row => row.Alert);

    public void Unregister(IReadOnlyCollection<string> ids, CancellationToken cancellation) => database.WriteFlushed(
        connection => connection.Execute("DELETE FROM alerts WHERE id IN (SELECT value FROM json_each(@1))", SqlList.Of(ids)), cancellation);

    public IReadOnlyList<string> Causes(string alertId, CancellationToken cancellation) => database.Read(
        connection => connection.Query("SELECT v.cause FROM alert_events v JOIN alerts a ON a.pk = v.alert_pk WHERE a.id = @1", row => row.GetString(0), alertId), cancellation);

    public IReadOnlyList<RunAlertEvent> Fire(string alertId, IReadOnlyList<AlertCause> causes, CancellationToken cancellation) => database.WriteFlushed(
        connection =>
        {
            (long pk, RunAlert? alert) = connection.First($"{AlertColumns.Select} WHERE a.id = @1", AlertColumns.Read, alertId);
            if (alert is null) return [];
            string[] ids = [.. causes.Select(cause => Insert(connection, (pk, alert), cause, existed: false)).OfType<string>()];
            return ids.Length == 0 ? [] : AlertEventColumns.Load(connection, new Conditions(connection.Dialect).AddList("v.id", ids), "v.pk");
        },
        cancellation);

    public void Advance(IReadOnlyCollection<string> alertIds, DateTime lookedAt, CancellationToken cancellation) => database.Write(
        connection =>
        {
            List<long> behind = connection.Query(
                "SELECT a.pk FROM alerts a LEFT JOIN alert_looks l ON l.alert_pk = a.pk WHERE a.id IN (SELECT value FROM json_each(@1)) AND coalesce(l.looked_at, a.created_at) < @2",
                row => row.GetInt64(0), SqlList.Of(alertIds), UtcTicks.From(lookedAt));
            behind.ForEach(pk => SetLook(connection, pk, UtcTicks.From(lookedAt)));
            return behind.Count;
        },
        cancellation);

    public IReadOnlyList<RunAlertEvent> Events(AlertEventQuery query, CancellationToken cancellation) => database.Read(
        connection =>
        {
            Conditions conditions = new Conditions(connection.Dialect).AddList("a.id", query.AlertIds).AddList("r.id", query.RunIds).AddList("v.id", query.Ids).Add("v.existed = 0");
            if (query.States is { } states)
            {
                string isOne = conditions.IsOneOf("d.state", SqlList.Of(states.Select(state => (long)state)));
                conditions.Add($"EXISTS (SELECT 1 FROM alert_deliveries d WHERE d.event_pk = v.pk AND {isOne})");
            }

            if (query.IsDue) conditions.Add("v.pk IN (SELECT d.event_pk FROM alert_deliveries d WHERE d.state < 2 AND d.due_at <= {0})", connection.NowTicks);
            string order = query.IsDue ? "v.fired_at, v.pk" : "v.fired_at DESC, v.pk DESC";
            return AlertEventColumns.Load(connection, conditions, query.First is { } first ? $"{order} LIMIT {conditions.Place(first)}" : order);
        },
        cancellation);

    public DateTime? NextDue(CancellationToken cancellation) => database.Read(
        connection => connection.Number("SELECT min(due_at) FROM alert_deliveries WHERE state < 2") is { } ticks ? new DateTime(ticks, DateTimeKind.Utc) : (DateTime?)null, cancellation);

    public bool TryTake(string eventId, int number, string watcher, TimeSpan lease, CancellationToken cancellation) => Change(
        eventId, number, "state = 1, attempts = attempts + 1, watcher = @3, due_at = @4", "state < 2 AND due_at <= @5", cancellation,
        connection => [watcher, connection.NowTicks + lease.Ticks, connection.NowTicks]);

    public bool Renew(string eventId, int number, string watcher, TimeSpan lease, CancellationToken cancellation) => Change(
        eventId, number, "due_at = @4", "state = 1 AND watcher = @3", cancellation, connection => [watcher, connection.NowTicks + lease.Ticks]);

    public void Record(string eventId, int number, string watcher, AlertOutcome outcome, CancellationToken cancellation) => Change(
        eventId, number, "state = @4, due_at = @5, sent_at = @6, error = @7", "state = 1 AND watcher = @3", cancellation, connection =>
        {
            AlertDeliveryState state = outcome.Error is null ? AlertDeliveryState.Sent : outcome.RetryAfter is null ? AlertDeliveryState.Failed : AlertDeliveryState.Pending;
            long now = connection.NowTicks;
            return [watcher, (int)state, now + (outcome.RetryAfter ?? TimeSpan.Zero).Ticks, state == AlertDeliveryState.Sent ? now : null, outcome.Error];
        });

    public IReadOnlyList<ModelPromotion> Promotions(DateTime since, CancellationToken cancellation) => database.Read(
        connection => connection.Query(
            """
            SELECT v.id, m.name || '/' || v.version, c.at, c.ordinal, c.from_stage, c.to_stage, c.alias, r.id, e.id
            FROM (SELECT version_pk, changed_at AS at, ordinal, from_stage, to_stage, NULL AS alias FROM stage_changes WHERE changed_at > @1 AND from_stage IS NOT NULL
                UNION ALL SELECT version_pk, set_at, NULL, NULL, NULL, alias FROM model_aliases WHERE set_at > @1) c
            JOIN model_versions v ON v.pk = c.version_pk JOIN models m ON m.pk = v.model_pk JOIN projects p ON p.pk = m.project_pk
            LEFT JOIN runs r ON r.pk = v.run_pk LEFT JOIN experiments e ON e.pk = r.experiment_pk
            WHERE v.removed_at IS NULL AND m.removed_at IS NULL AND p.removed_at IS NULL
            ORDER BY c.at, v.pk, c.ordinal
            """,
            row =>
            {
                string id = row.GetString(0);
                string? alias = row.GetStringOrNull(6);
                string key = alias is null ? $"stage {id} {row.GetInt64(3)}" : $"alias {id} {alias} {row.GetInt64(2)}";
                return new ModelPromotion(id, row.GetString(1), key, new DateTime(row.GetInt64(2), DateTimeKind.Utc), row.GetEnumOrNull<ModelStage>(4), row.GetEnumOrNull<ModelStage>(5), alias, row.GetStringOrNull(7), row.GetStringOrNull(8));
            },
            UtcTicks.From(since)),
        cancellation);

    // What decides whether it is another alert.
    private static string Rule(AlertDefinition definition) => AlertColumns.WriteJson<AlertDefinition>(definition with { Delivery = [], IncludesExisting = false });

    private static string? Insert(StoreConnection connection, (long Pk, RunAlert Alert) alert, AlertCause cause, bool existed)
    {
        if (connection.Number("SELECT 1 FROM alert_events WHERE alert_pk = @1 AND cause = @2", alert.Pk, cause.Key) is not null) return null;
        long? run = cause.RunId is null ? null : connection.Number("SELECT pk FROM runs WHERE id = @1", cause.RunId);
        long? version = cause.ModelVersionId is null ? null : connection.Number("SELECT pk FROM model_versions WHERE id = @1", cause.ModelVersionId);
        DateTime now = connection.UtcNow;
        var record = new RunAlertEvent
        {
            Id = RecordId.New(connection.Options.Time),
            AlertId = alert.Alert.Id,
            Alert = alert.Alert.Name,
            Condition = cause.Condition,
            Cause = cause.Key,
            Message = cause.Message,
            FiredAt = now,
            Delivery = existed ? [] : [.. alert.Alert.Delivery.Select((delivery, i) => new AlertEventDelivery { Number = i, Delivery = delivery, State = AlertDeliveryState.Pending, DueAt = now })],
        };
        AlertEventColumns.Insert(connection, record, alert.Pk, run, version, existed);
        return record.Id;
    }

    private static void SetLook(StoreConnection connection, long pk, long ticks) => connection.Execute(
        "INSERT INTO alert_looks (alert_pk, looked_at) VALUES (@1, @2) ON CONFLICT (alert_pk) DO UPDATE SET looked_at = excluded.looked_at", pk, ticks);

    // Every change of a delivery names the state that it expects, so that of two watchers one changes it.
    private bool Change(string eventId, int number, string changes, string expected, CancellationToken cancellation, Func<StoreConnection, object?[]> values) => database.WriteFlushed(
        connection => connection.Execute(
            $"UPDATE alert_deliveries SET {changes} WHERE event_pk = (SELECT pk FROM alert_events WHERE id = @1) AND number = @2 AND {expected}",
            [eventId, (long)number, .. values(connection)]) > 0,
        cancellation);
}
