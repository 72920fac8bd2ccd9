using System.Text;
using ExperimentTracker.Storage.Engine;
using ExperimentTracker.Storage.Metrics;
using ExperimentTracker.Storage.Sqlite;
using ExperimentTracker.Values;

namespace ExperimentTracker.Storage;

/// <summary>The steps of the schema, each from its files or its text; the n-th leads to version n. A released step never changes.</summary>
internal static class SchemaSteps
{
    public static IReadOnlyList<Action<StoreConnection>> All { get; } = [Foundation, Progress, Errors, Copies, Chunks, Summaries, Totals, BlobStates, RecordsByStep, Alerts];

    private static void Foundation(StoreConnection connection)
    {
        connection.Script(Resource("001_foundation.sql"));
        connection.Script(Resource("001_documents.sql"));
        connection.Execute("INSERT INTO store_info VALUES ('store_id', @1), ('created_at', @2)", RecordId.New(connection.Options.Time), connection.NowTicks);
    }

    private static void Progress(StoreConnection connection) =>
        connection.Script("ALTER TABLE runs ADD COLUMN progress REAL; ALTER TABLE runs ADD COLUMN progress_text TEXT");

    private static void Errors(StoreConnection connection)
    {
        foreach (string column in new[] { "type", "id", "category", "position", "line", "stack", "inner" }) connection.Script($"ALTER TABLE runs ADD COLUMN error_{column} TEXT");
    }

    private static void Copies(StoreConnection connection) => connection.Script("ALTER TABLE runs ADD COLUMN running_as_of INTEGER");

    // The first step created the view for the columns of its time.
    private static void Chunks(StoreConnection connection)
    {
        connection.Script(Resource("005_chunks.sql"));
        connection.Script(PointsView.Sql);
    }

    // For existing points too: their summaries take a few times as long as reading them once, and without them every reader would need to know whether
    // they exist. Those of damaged points are omitted; a check reports the damage.
    private static void Summaries(StoreConnection connection)
    {
        connection.Script(Resource("006_summaries.sql"));
        foreach (long metric in connection.Query("SELECT DISTINCT metric_pk FROM metric_chunks", row => row.GetInt64(0))) SummaryWriter.Rebuild(connection, metric);
    }

    private static void Totals(StoreConnection connection) => connection.Script(Resource("007_run_totals.sql"));

    private static void BlobStates(StoreConnection connection) => connection.Script(Resource("008_blob_states.sql"));

    private static void RecordsByStep(StoreConnection connection)
    {
        connection.Script(Resource("009_distributions.sql"));
        connection.Script(Resource("009_artifact_steps.sql"));
    }

    private static void Alerts(StoreConnection connection) => connection.Script(Resource("010_alerts.sql"));

    // Without the spaces that align the columns: the database contains the text, and an empty one little else.
    private static string Resource(string name)
    {
        using Stream stream = typeof(Migrations).Assembly.GetManifestResourceStream(name)!;
        using var reader = new StreamReader(stream);
        var text = new StringBuilder();
        while (reader.ReadLine() is { } line) text.AppendJoin(' ', line.Split(' ', StringSplitOptions.RemoveEmptyEntries)).Append('\n');
        return text.ToString();
    }
}
