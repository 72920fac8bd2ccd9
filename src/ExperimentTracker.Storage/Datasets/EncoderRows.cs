using ExperimentTracker.Rules;
using ExperimentTracker.Storage.Engine;

namespace ExperimentTracker.Storage.Datasets;

/// <summary>Encoders by their type, ignoring case.</summary>
internal static class EncoderRows
{
    /// <exception cref="TrackerException"><c>EncoderDiffers</c> or <c>InvalidName</c>.</exception>
    public static Encoder Register(StoreConnection connection, string type, object? config)
    {
        Names.CheckEncoder(type);
        if (Load(connection, null).Find(e => Names.Fold(e.Type) == Names.Fold(type)) is { } registered)
        {
            bool same = config is null || NamedValues.SameValue(config, registered.Config);
            return same ? registered : throw DatasetErrors.EncoderDiffers(registered.Type);
        }

        // A removed encoder of that type is restored with the given configuration.
        connection.Execute(
            """
            INSERT INTO encoders (type, config, created_at, updated_at) VALUES (@1, @2, @3, @3)
            ON CONFLICT (type) DO UPDATE SET config = excluded.config, created_at = excluded.created_at, updated_at = excluded.updated_at, removed_at = NULL
            """,
            type, SqlValues.Json(config), connection.NowTicks);
        return Find(connection, type);
    }

    /// <exception cref="TrackerException"><c>EncoderNotFound</c>.</exception>
    public static Encoder Update(StoreConnection connection, string type, object? config)
    {
        connection.Execute("UPDATE encoders SET config = @2, updated_at = @3 WHERE pk = @1", PkOf(connection, type), SqlValues.Json(config), connection.NowTicks);
        return Find(connection, type);
    }

    /// <exception cref="TrackerException"><c>EncoderNotFound</c>.</exception>
    public static void Remove(StoreConnection connection, string type)
    {
        long pk = PkOf(connection, type);
        connection.Execute("UPDATE encoders SET removed_at = @2, updated_at = @2 WHERE pk = @1", pk, connection.NowTicks);
        connection.Execute("DELETE FROM dataset_encoders WHERE encoder_pk = @1", pk);
    }

    /// <summary>Returns the internal key of a live encoder.</summary>
    /// <exception cref="TrackerException"><c>EncoderNotFound</c>.</exception>
    public static long PkOf(StoreConnection connection, string type) =>
        connection.Number("SELECT pk FROM encoders WHERE type = @1 AND removed_at IS NULL", type) ?? throw DatasetErrors.EncoderNotFound(type);

    public static List<Encoder> Load(StoreConnection connection, string? datasetId) => connection.Query(
        $"""
        {EncoderColumns.Select}
        WHERE n.removed_at IS NULL AND (CAST(@1 AS TEXT) IS NULL OR n.pk IN (
            SELECT x.encoder_pk FROM dataset_encoders x JOIN datasets d ON d.pk = x.dataset_pk WHERE d.id = @1))
        ORDER BY upper(n.type), n.pk
        """,
        row => EncoderColumns.Read(row, DateTimeKind.Local),
        datasetId);

    private static Encoder Find(StoreConnection connection, string type) => Load(connection, null).Find(e => e.Type == type)!;
}
