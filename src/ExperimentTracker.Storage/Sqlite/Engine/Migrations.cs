using System.Globalization;

namespace ExperimentTracker.Storage.Sqlite;

/// <summary>The steps that bring a database to the current schema; the n-th leads to version n. A released step never changes.</summary>
internal static class Migrations
{
    /// <summary>"ETrk": what the header of our databases says they are (PRAGMA application_id).</summary>
    public const int ApplicationId = 0x4554726B;

    public static IReadOnlyList<Action<Session>> All { get; } = [Foundation];

    private static void Foundation(Session session)
    {
        session.Script(Resource("001_foundation.sql"));
        session.Script(PointsView.Sql);
        session.Script(Resource("001_documents.sql"));
        session.Execute("INSERT INTO store_info VALUES ('store_id', @1), ('created_at', @2)", RecordId.New(), UtcTicks.Now);
    }

    /// <summary>Makes a store's database of an empty one. The first write fixes the kind of vacuum, so this comes before everything else.</summary>
    public static void Begin(Session session) => session.Script($"PRAGMA auto_vacuum = INCREMENTAL; PRAGMA application_id = {ApplicationId}");

    /// <summary>Runs the steps that are missing, each in a transaction of its own, and so again after an interruption.</summary>
    public static void Run(Session session, IReadOnlyList<Action<Session>> steps)
    {
        for (int version = VersionOf(session); version < steps.Count; version++)
        {
            session.Script("BEGIN IMMEDIATE");
            try
            {
                steps[version](session);
                Milestones.Pass(Milestones.Migrating);
                session.Script(string.Create(CultureInfo.InvariantCulture, $"PRAGMA user_version = {version + 1}; COMMIT"));
            }
            catch
            {
                session.Script("ROLLBACK");
                throw;
            }
        }
    }

    public static int VersionOf(Session session) => (int)session.Number("PRAGMA user_version")!;

    private static string Resource(string name)
    {
        using Stream stream = typeof(Migrations).Assembly.GetManifestResourceStream(name)!;
        using var reader = new StreamReader(stream);
        return reader.ReadToEnd();
    }
}
