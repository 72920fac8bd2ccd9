using ExperimentTracker.Maintenance;
using ExperimentTracker.Storage.Catalog;
using ExperimentTracker.Storage.Engine;

namespace ExperimentTracker.Storage.Maintenance;

/// <summary>Checks references between rows.</summary>
internal static class ReferenceCheck
{
    // References that the schema has no constraint for, because it would cost something with every point and tag.
    private static readonly (string Table, string Target, string Count)[] Unconstrained =
    [
        ("metric_tail", "metrics", "SELECT count(*) FROM metric_tail t WHERE NOT EXISTS (SELECT 1 FROM metrics m WHERE m.pk = t.metric_pk)"),
        .. new[] { RecordType.Project, RecordType.Experiment, RecordType.Run, RecordType.Model, RecordType.ModelVersion }.Select(type =>
            ("tags", CatalogRecords.TableOf(type), $"SELECT count(*) FROM tags WHERE target_type = {(int)type} AND NOT EXISTS (SELECT 1 FROM {CatalogRecords.TableOf(type)} x WHERE x.pk = target_pk)")),
    ];

    /// <summary>Finds dangling references, and records that a garbage collection left.</summary>
    /// <param name="connection">The connection.</param>
    /// <param name="brokenConstraints">Returns the broken references that the schema forbids, as the engine finds them.</param>
    /// <param name="isCollecting">Whether a garbage collection is running, so that its unfinished work is not reported.</param>
    /// <param name="cancellation">Cancels the check.</param>
    public static List<StoreFinding> Run(
        StoreConnection connection, Func<StoreConnection, IEnumerable<(string Table, string Target, long Rows)>> brokenConstraints, bool isCollecting, CancellationToken cancellation) =>
        connection.Interruptible(
            () =>
            {
                var findings = new List<StoreFinding>();
                foreach ((string table, string target, long rows) in brokenConstraints(connection)) findings.Add(Findings.DanglingReference(table, target, rows));
                foreach ((string table, string target, string count) in Unconstrained)
                {
                    if (connection.Number(count) is > 0 and { } rows) findings.Add(Findings.DanglingReference(table, target, rows));
                }

                foreach (string table in isCollecting ? [] : CollectionMark.Tables)
                {
                    long? rows = connection.Number($"SELECT count(*) FROM {table} WHERE removed_at = {Removals.Collected}");
                    if (rows > 0) findings.Add(Findings.CollectionUnfinished(table, rows.Value));
                }

                return findings;
            },
            cancellation);
}
