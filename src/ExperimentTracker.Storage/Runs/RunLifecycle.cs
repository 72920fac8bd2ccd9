using ExperimentTracker.Contracts.Runs;
using ExperimentTracker.Json;
using ExperimentTracker.Provenance;
using ExperimentTracker.Rules;
using ExperimentTracker.Storage.Catalog;
using ExperimentTracker.Storage.Engine;
using ExperimentTracker.Storage.Metrics;

namespace ExperimentTracker.Storage.Runs;

/// <summary>Changes the status of runs, with all dependent changes.</summary>
internal static class RunLifecycle
{
    /// <exception cref="TrackerException"><c>InvalidStatusTransition</c>.</exception>
    public static void Change(StoreConnection connection, CatalogRow run, RunState state, RunStatusRequest request, string? ownerLock)
    {
        (RunStatus from, long? startedAt) = (state.Status, state.StartedAt);
        if (!RunStatusRules.Allows(from, request.To, request.Resuming)) throw RunErrors.Transition(run.Name, from, request.To);
        long now = connection.NowTicks;
        if (request.To == RunStatus.Running)
        {
            if (startedAt is null) RunTimers.Start(connection.Options.Time, request.RunId, now);
            Start(connection, run.Pk, now, ownerLock, request);
        }
        else
        {
            End(connection, run.Pk, state.Tails, now, RunTimers.End(connection.Options.Time, request.RunId, startedAt, now), request);
        }

        StatusChangeColumns.Add(connection, run.Pk, new StatusChange
        {
            RunId = request.RunId,
            From = from,
            To = request.To,
            ChangedAt = new DateTime(now, DateTimeKind.Utc),
            Reason = request.Reason,
            Actor = request.Actor,
        });
        connection.Post("UPDATE experiments SET updated_at = @1 WHERE pk = (SELECT experiment_pk FROM runs WHERE pk = @2)", now, run.Pk);
    }

    private static void Start(StoreConnection connection, long pk, long now, string? ownerLock, RunStatusRequest request)
    {
        if (request.Origin is { } origin) OriginColumns.Set(connection, pk, origin);
        else if (request.Resuming && ownerLock is not null) OriginColumns.SetProcess(connection, pk, Environment.MachineName, ProcessIdentities.Current);
        connection.Execute(
            $"""
            UPDATE runs SET status = @2, started_at = coalesce(started_at, @3), ended_at = NULL, running_as_of = NULL, error_message = NULL, {ErrorColumns.Cleared}, updated_at = @3,
                owner_lock = @4, {RunCounts.Unknown}, parameter_hash = coalesce(parameter_hash, @5), heartbeat_at = CASE WHEN CAST(@6 AS BIGINT) IS NULL THEN NULL ELSE @3 END, heartbeat_seconds = @6
            WHERE pk = @1
            """,
            pk, (int)RunStatus.Running, now, ownerLock, ParameterHash.Compute(ParameterColumns.Load(connection, [pk])[pk]),
            RunCreation.Seconds(request.Heartbeat is { } interval ? HeartbeatRules.Check(interval) : null));
    }

    private static void End(StoreConnection connection, long pk, List<SeriesRow> tails, long now, long endedAt, RunStatusRequest request)
    {
        connection.Post(
            $"UPDATE runs SET status = @2, ended_at = @5, updated_at = @3, owner_lock = NULL, running_as_of = NULL, error_message = @4, {RunCounts.Counted} WHERE pk = @1",
            pk, (int)request.To, now, request.ErrorMessage, endedAt);
        if (request.Error is { } error) ErrorColumns.Set(connection, pk, error);
        SeriesWriter.Seal(connection, tails);
    }
}
