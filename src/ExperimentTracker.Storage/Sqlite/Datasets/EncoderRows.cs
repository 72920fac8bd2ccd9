namespace ExperimentTracker.Storage.Sqlite;

/// <summary>Encoders by their type, which is known in any case.</summary>
internal static class EncoderRows
{
    /// <exception cref="TrackerException"><c>EncoderDiffers</c> or <c>InvalidName</c>.</exception>
    public static Encoder Register(Session session, string type, object? config)
    {
        Names.CheckEncoder(type);
        if (Load(session, null).Find(e => Names.Fold(e.Type) == Names.Fold(type)) is { } registered)
        {
            bool same = config is null || NamedValues.SameValue(config, registered.Config);
            return same ? registered : throw DatasetErrors.EncoderDiffers(registered.Type);
        }

        // A removed encoder of that type comes back, with the configuration it is given now.
        session.Execute(
            """
            INSERT INTO encoders (type, config, created_at, updated_at) VALUES (@1, @2, @3, @3)
            ON CONFLICT (type) DO UPDATE SET config = excluded.config, created_at = excluded.created_at, updated_at = excluded.updated_at, removed_at = NULL
            """,
            type, Rows.DbJson(config), UtcTicks.Now);
        return Find(session, type);
    }

    /// <exception cref="TrackerException"><c>EncoderNotFound</c>.</exception>
    public static Encoder Update(Session session, string type, object? config)
    {
        session.Execute("UPDATE encoders SET config = @2, updated_at = @3 WHERE pk = @1", PkOf(session, type), Rows.DbJson(config), UtcTicks.Now);
        return Find(session, type);
    }

    /// <exception cref="TrackerException"><c>EncoderNotFound</c>.</exception>
    public static void Remove(Session session, string type)
    {
        long pk = PkOf(session, type);
        session.Execute("UPDATE encoders SET removed_at = @2, updated_at = @2 WHERE pk = @1", pk, UtcTicks.Now);
        session.Execute("DELETE FROM dataset_encoders WHERE encoder_pk = @1", pk);
    }

    /// <summary>The key of a live encoder.</summary>
    /// <exception cref="TrackerException"><c>EncoderNotFound</c>.</exception>
    public static long PkOf(Session session, string type) =>
        session.Number("SELECT pk FROM encoders WHERE type = @1 AND removed_at IS NULL", type) ?? throw DatasetErrors.EncoderNotFound(type);

    public static List<Encoder> Load(Session session, string? datasetId) => session.Query(
        """
        SELECT n.type, n.config, n.created_at, n.updated_at,
            (SELECT json_group_array(name) FROM (
                SELECT d.name FROM dataset_encoders x JOIN datasets d ON d.pk = x.dataset_pk
                WHERE x.encoder_pk = n.pk AND d.removed_at IS NULL ORDER BY d.name_fold))
        FROM encoders n
        WHERE n.removed_at IS NULL AND (@1 IS NULL OR n.pk IN (
            SELECT x.encoder_pk FROM dataset_encoders x JOIN datasets d ON d.pk = x.dataset_pk WHERE d.id = @1))
        ORDER BY upper(n.type), n.pk
        """,
        row => new Encoder
        {
            Type = row.GetString(0),
            Config = row.Json(1),
            CreatedAt = row.Time(2),
            UpdatedAt = row.Time(3),
            Datasets = row.TextList(4),
        },
        datasetId);

    private static Encoder Find(Session session, string type) => Load(session, null).Find(e => e.Type == type)!;
}
