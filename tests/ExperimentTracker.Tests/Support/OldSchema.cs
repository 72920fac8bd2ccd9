namespace ExperimentTracker.Tests.Support;

/// <summary>Scripts that make a store of the current schema one of an older schema, from the newest step backwards.</summary>
internal static class OldSchema
{
    /// <summary>From version 10 to 9: a store without alerts.</summary>
    public const string To9 = """
        DROP VIEW ALERT_EVENT; DROP TABLE alert_deliveries; DROP TABLE alert_events; DROP TABLE alert_looks; DROP TABLE alerts;
        ALTER TABLE model_aliases DROP COLUMN set_at; PRAGMA user_version = 9;
        """;

    /// <summary>From version 10 to 8: nor distributions and steps of artifacts.</summary>
    public const string To8 = To9 + """
        DROP VIEW DISTRIBUTION; DROP TABLE run_distributions; DROP VIEW ARTIFACT_STEP;
        DROP INDEX artifacts_live_run_key; DROP INDEX artifacts_live_experiment_key;
        ALTER TABLE artifacts DROP COLUMN step;
        CREATE UNIQUE INDEX artifacts_live_run_key ON artifacts (run_pk, key_fold) WHERE removed_at IS NULL AND run_pk IS NOT NULL;
        CREATE UNIQUE INDEX artifacts_live_experiment_key ON artifacts (experiment_pk, key_fold) WHERE removed_at IS NULL AND experiment_pk IS NOT NULL;
        PRAGMA user_version = 8;
        """;

    /// <summary>From version 10 to 7: nor states of blobs.</summary>
    public const string To7 = To8 + "ALTER TABLE blobs DROP COLUMN state; ALTER TABLE blobs DROP COLUMN seen_at; PRAGMA user_version = 7;";

    /// <summary>From version 10 to 6: nor the numbers of its runs, series and points.</summary>
    public const string To6 = To7 + """
        DROP TRIGGER run_totals_insert; DROP TRIGGER run_totals_delete; DROP TRIGGER run_totals_update;
        DROP TRIGGER run_counts_insert; DROP TRIGGER run_counts_delete; DROP TRIGGER run_counts_update;
        DROP TABLE run_totals; DROP INDEX runs_uncounted; DROP INDEX runs_of_experiment;
        ALTER TABLE runs DROP COLUMN metric_count; ALTER TABLE runs DROP COLUMN point_count;
        PRAGMA user_version = 6;
        """;

    /// <summary>From version 10 to 5: nor the summaries of its points.</summary>
    public const string To5 = To6 + "DROP TABLE metric_summaries; PRAGMA user_version = 5;";
}
