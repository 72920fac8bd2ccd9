using ExperimentTracker.Rules;
using ExperimentTracker.Storage.Catalog;
using ExperimentTracker.Storage.Engine;
namespace ExperimentTracker.Storage.Models;

/// <summary>Changes stages and records their history.</summary>
internal static class StageTable
{
    /// <summary>Changes the stage of a version; the incumbent of Production is archived first.</summary>
    /// <exception cref="TrackerException"><c>InvalidStageTransition</c>.</exception>
    public static void Change(StoreConnection connection, CatalogRow version, ModelStage to, string? reason, string? actor)
    {
        var from = (ModelStage)connection.Number("SELECT stage FROM model_versions WHERE pk = @1", version.Pk)!;
        if (!ModelStageRules.Allows(from, to)) throw ModelErrors.Transition(version.Name, from, to);

        // One time for both changes, so that there is a version in Production at every time.
        DateTime at = connection.UtcNow;
        if (to == ModelStage.Production && Incumbent(connection, version.Pk) is { } incumbent)
        {
            Move(connection, incumbent, ModelStage.Production, ModelStage.Archived, $"superseded by version {version.Name}", actor, at);
        }

        Move(connection, version.Pk, from, to, reason, actor, at);
    }

    /// <summary>Adds a stage change to the version's history.</summary>
    public static void AddChange(StoreConnection connection, long pk, ModelStage? from, ModelStage to, string? reason, string? actor, DateTime at) => StageChangeColumns.Add(
        connection,
        pk,
        new StageChange { VersionId = "", Model = "", Version = 0, From = from, To = to, ChangedAt = at, Reason = reason, Actor = actor });

    private static long? Incumbent(StoreConnection connection, long pk) => connection.Number(
        $"""
        SELECT v.pk FROM model_versions v
        WHERE v.model_pk = (SELECT model_pk FROM model_versions WHERE pk = @1) AND v.stage = {(int)ModelStage.Production} AND v.removed_at IS NULL AND v.pk <> @1
        """,
        pk);

    private static void Move(StoreConnection connection, long pk, ModelStage from, ModelStage to, string? reason, string? actor, DateTime at)
    {
        connection.Execute("UPDATE model_versions SET stage = @2, updated_at = @3 WHERE pk = @1", pk, (int)to, at.Ticks);
        connection.Execute("UPDATE models SET updated_at = @2 WHERE pk = (SELECT model_pk FROM model_versions WHERE pk = @1)", pk, at.Ticks);
        AddChange(connection, pk, from, to, reason, actor, at);
    }
}
