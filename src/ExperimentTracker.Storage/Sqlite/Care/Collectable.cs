namespace ExperimentTracker.Storage.Sqlite;

/// <summary>
/// Which records can be collected: those that were removed, or belong to something removed, and that nothing points at which stays. What a
/// model version, the input of a run, or an experiment points at stays as long as these do, and with it what it belongs to; a run that stays is
/// whole. Trials and parents hold nothing: a run without them goes on without them.
/// </summary>
internal static class Collectable
{
    /// <summary>Fills the temporary table <c>gone (type, pk, removed_at)</c>.</summary>
    /// <param name="session">The session, in a transaction.</param>
    /// <param name="removedBefore">The last moment of removal that counts.</param>
    /// <returns>How many records that were removed stay.</returns>
    public static long Find(Session session, long removedBefore)
    {
        session.Script("CREATE TEMP TABLE IF NOT EXISTS gone (type INTEGER NOT NULL, pk INTEGER NOT NULL, removed_at INTEGER NOT NULL, PRIMARY KEY (type, pk)) WITHOUT ROWID");
        session.Execute("DELETE FROM temp.gone");
        session.Execute(Removed, removedBefore);
        return session.Execute(Spare, removedBefore);
    }

    /// <summary>Empties the table.</summary>
    public static void Forget(Session session) => session.Execute("DELETE FROM temp.gone");

    private const string Never = "9223372036854775807";

    // The moment counts at which the record disappeared: the earliest removal of it or of what it belongs to.
    private static readonly string Removed = $"""
        INSERT INTO temp.gone (type, pk, removed_at)
        SELECT type, pk, at FROM (
            SELECT 1 AS type, p.pk, {At("p")} AS at FROM projects p
            UNION ALL SELECT 2, e.pk, {At("e", "p")} FROM experiments e JOIN projects p ON p.pk = e.project_pk
            UNION ALL SELECT 3, t.pk, {At("t", "e", "p")} FROM trials t JOIN experiments e ON e.pk = t.experiment_pk JOIN projects p ON p.pk = e.project_pk
            UNION ALL SELECT 4, r.pk, {At("r", "e", "p")} FROM runs r JOIN experiments e ON e.pk = r.experiment_pk JOIN projects p ON p.pk = e.project_pk
            UNION ALL SELECT 5, m.pk, {At("m", "p")} FROM models m JOIN projects p ON p.pk = m.project_pk
            UNION ALL SELECT 6, v.pk, {At("v", "m", "p")} FROM model_versions v JOIN models m ON m.pk = v.model_pk JOIN projects p ON p.pk = m.project_pk
            UNION ALL SELECT 9, d.pk, {At("d")} FROM datasets d
            UNION ALL SELECT 11, a.pk, {At("a", "r", "e", "p")} FROM artifacts a LEFT JOIN runs r ON r.pk = a.run_pk
                JOIN experiments e ON e.pk = coalesce(a.experiment_pk, r.experiment_pk) JOIN projects p ON p.pk = e.project_pk)
        WHERE at <= @1 AND at < {Never}
        """;

    private static string At(params string[] tables) =>
        $"min({string.Join(", ", tables.Select(t => $"ifnull({t}.removed_at, {Never})"))}, {Never})";

    // What stays: first what is pointed at from outside of the table, then whatever that points at or belongs to.
    private const string Spare = """
        WITH RECURSIVE stays (type, pk) AS (
            SELECT g.type, g.pk
            FROM (
                SELECT 6 AS source, v.pk AS source_pk, 4 AS target, v.run_pk AS target_pk FROM model_versions v WHERE v.run_pk IS NOT NULL
                UNION ALL SELECT 6, v.pk, 11, v.artifact_pk FROM model_versions v WHERE v.artifact_pk IS NOT NULL
                UNION ALL SELECT 4, i.run_pk, 11, i.artifact_pk FROM run_inputs i WHERE i.artifact_pk IS NOT NULL
                UNION ALL SELECT 4, i.run_pk, 6, i.version_pk FROM run_inputs i WHERE i.version_pk IS NOT NULL
                UNION ALL SELECT 4, i.run_pk, 9, i.dataset_pk FROM run_inputs i WHERE i.dataset_pk IS NOT NULL
                UNION ALL SELECT 2, x.experiment_pk, 9, x.dataset_pk FROM experiment_datasets x
                UNION ALL SELECT 2, e.pk, 9, e.primary_dataset_pk FROM experiments e WHERE e.primary_dataset_pk IS NOT NULL) l
            JOIN temp.gone g ON g.type = l.target AND g.pk = l.target_pk
            WHERE NOT EXISTS (SELECT 1 FROM temp.gone s WHERE s.type = l.source AND s.pk = l.source_pk)
            UNION SELECT 4, v.run_pk FROM stays s JOIN model_versions v ON v.pk = s.pk WHERE s.type = 6 AND v.run_pk IS NOT NULL
            UNION SELECT 11, v.artifact_pk FROM stays s JOIN model_versions v ON v.pk = s.pk WHERE s.type = 6 AND v.artifact_pk IS NOT NULL
            UNION SELECT 5, v.model_pk FROM stays s JOIN model_versions v ON v.pk = s.pk WHERE s.type = 6
            UNION SELECT 1, m.project_pk FROM stays s JOIN models m ON m.pk = s.pk WHERE s.type = 5
            UNION SELECT 11, i.artifact_pk FROM stays s JOIN run_inputs i ON i.run_pk = s.pk WHERE s.type = 4 AND i.artifact_pk IS NOT NULL
            UNION SELECT 6, i.version_pk FROM stays s JOIN run_inputs i ON i.run_pk = s.pk WHERE s.type = 4 AND i.version_pk IS NOT NULL
            UNION SELECT 9, i.dataset_pk FROM stays s JOIN run_inputs i ON i.run_pk = s.pk WHERE s.type = 4 AND i.dataset_pk IS NOT NULL
            UNION SELECT 11, a.pk FROM stays s JOIN artifacts a ON a.run_pk = s.pk WHERE s.type = 4 AND (a.removed_at IS NULL OR a.removed_at > @1)
            UNION SELECT 2, r.experiment_pk FROM stays s JOIN runs r ON r.pk = s.pk WHERE s.type = 4
            UNION SELECT 4, a.run_pk FROM stays s JOIN artifacts a ON a.pk = s.pk WHERE s.type = 11 AND a.run_pk IS NOT NULL
            UNION SELECT 2, a.experiment_pk FROM stays s JOIN artifacts a ON a.pk = s.pk WHERE s.type = 11 AND a.experiment_pk IS NOT NULL
            UNION SELECT 9, x.dataset_pk FROM stays s JOIN experiment_datasets x ON x.experiment_pk = s.pk WHERE s.type = 2
            UNION SELECT 9, e.primary_dataset_pk FROM stays s JOIN experiments e ON e.pk = s.pk WHERE s.type = 2 AND e.primary_dataset_pk IS NOT NULL
            UNION SELECT 1, e.project_pk FROM stays s JOIN experiments e ON e.pk = s.pk WHERE s.type = 2)
        DELETE FROM temp.gone WHERE (type, pk) IN (SELECT type, pk FROM stays)
        """;
}
