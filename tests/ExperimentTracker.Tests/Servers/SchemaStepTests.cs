using ExperimentTracker.Contracts.Stores;
using ExperimentTracker.Storage.Postgres.Setup;
using static ExperimentTracker.Tests.Support.Expect;

namespace ExperimentTracker.Tests.Servers;

/// <summary>Updates of the schema by a next version of the module, while others use this one.</summary>
[NeedsPostgres]
public sealed class SchemaStepTests : IDisposable
{
    private static readonly SchemaStep[] Minor =
        [.. PostgresMigrations.Steps, new(connection => connection.Script("ALTER TABLE runs ADD COLUMN colour text"))];

    private static readonly SchemaStep[] Major =
        [.. Minor, new(connection => connection.Script("ALTER TABLE runs DROP COLUMN description CASCADE"), IsBreaking: true)];

    private readonly SharedStore shared = new();

    private static int Now => PostgresMigrations.Steps.Count;

    public void Dispose() => shared.Dispose();

    [Fact]
    public void An_owner_updates_by_a_compatible_step_and_older_modules_work_on()
    {
        IExperimentStore before = shared.Open(shared.Ada);
        Run run = before.NewRun();
        Assert.Contains("Initialize-ExperimentStore", Refused("StoreMigrationNeeded", () => shared.Open(shared.Ada, Minor)).Message, StringComparison.Ordinal);
        Assert.Equal(Now + 1, shared.Open(shared.Administrator, Minor).Describe(None).SchemaVersion);
        before.Log(run, "loss", 1);
        IExperimentStore older = shared.Open(shared.Ada);
        older.End(run);
        older.End(older.NewRun());
        IExperimentStore newer = shared.Open(shared.Ben, Minor);
        newer.End(newer.NewRun());
        Assert.Equal(3, newer.Describe(None).Runs);
        Assert.True((bool)shared.Execute($"SELECT has_column_privilege('{shared.Ada.User}', 'runs', 'colour', 'UPDATE')")!);
        Assert.Equal($"{shared.Database}.team.owner", shared.Execute("SELECT pg_get_userbyid(relowner)::text FROM pg_class WHERE oid = 'runs'::regclass"));
    }

    [Fact]
    public void A_breaking_step_is_made_by_initializing_and_refuses_older_modules()
    {
        Refused("StoreMigrationNeeded", () => shared.Open(shared.Administrator, Major));
        Assert.Equal(Now, shared.Open(shared.Ada).Describe(None).SchemaVersion);
        shared.Initialize(shared.Administrator, StoreMembers.None, Major);
        Assert.Equal(Now + 2, shared.Open(shared.Administrator, Major).Describe(None).SchemaVersion);
        foreach (SchemaStep[] older in new[] { [.. PostgresMigrations.Steps], Minor })
            Refused("StoreTooNew", () => shared.Open(shared.Ada, older));
        Refused("StoreTooNew", () => shared.Initialize(shared.Administrator, StoreMembers.None));
    }

    [Fact]
    public void A_step_that_fails_leaves_the_store_as_it_was()
    {
        SchemaStep[] failing = [.. Minor, new(connection => connection.Script("ALTER TABLE nothing ADD COLUMN x text"))];
        Assert.Throws<TrackerException>(() => shared.Open(shared.Administrator, failing));
        Assert.Equal(Now, shared.Open(shared.Ada).Describe(None).SchemaVersion);
        Assert.Equal(0L, shared.Execute("SELECT count(*) FROM pg_attribute WHERE attrelid = 'runs'::regclass AND attname = 'colour'"));
    }

    [Fact]
    public async Task Two_owners_who_open_the_store_at_once_update_it_once()
    {
        PostgresLogin other = PostgresServer.Shared.NewRole();
        shared.Initialize(shared.Administrator, new() { Owners = [other.User] });
        int[] versions = await Task.WhenAll(new[] { shared.Administrator, other, shared.Administrator, other }
            .Select(login => Task.Run(() => shared.Open(login, Minor).Describe(None).SchemaVersion)));
        Assert.All(versions, version => Assert.Equal(Now + 1, version));
    }
}
