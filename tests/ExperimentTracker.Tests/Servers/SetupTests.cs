using ExperimentTracker.Contracts.Stores;
using ExperimentTracker.Storage.Postgres.Setup;
using static ExperimentTracker.Tests.Support.Expect;

namespace ExperimentTracker.Tests.Servers;

[NeedsPostgres]
public sealed class SetupTests : IDisposable
{
    private readonly SharedStore shared = new();

    public void Dispose() => shared.Dispose();

    [Fact]
    public void Initializing_again_changes_nothing_and_gives_roles()
    {
        string id = shared.Open(shared.Ada).Id;
        string before = Privileges();
        shared.Initialize(shared.Administrator, shared.Members);
        Assert.Equal(before, Privileges());
        PostgresLogin late = PostgresServer.Shared.NewRole();
        Refused("StoreAccessDenied", () => shared.Open(late));
        shared.Initialize(shared.Administrator, new() { Readers = [late.User] });
        Assert.Equal((id, StoreRole.Reader), (shared.Open(late).Id, shared.Open(late).Describe(None).Role));

        // The right to create roles is needed once.
        PostgresServer.Shared.Execute($"ALTER ROLE {shared.Administrator.User} NOCREATEROLE");
        shared.Initialize(shared.Administrator, new() { Owners = [late.User] });
        shared.Initialize(late, new() { Curators = [shared.Ben.User] });
        Assert.Equal(
            [StoreRole.Owner, StoreRole.Curator, StoreRole.Writer],
            new[] { late, shared.Ben, shared.Ada }.Select(login => shared.Open(login).Describe(None).Role));
    }

    [Fact]
    public void What_is_missing_is_named_with_the_statement_that_gives_it()
    {
        string database = PostgresServer.Shared.NewDatabase();
        PostgresLogin login = PostgresServer.Shared.NewRole();
        TrackerException error = Refused("StoreSetupDenied", () => shared.Initialize(login, StoreMembers.None, database: database));
        string[] statements = [$"GRANT CREATE ON DATABASE \"{database}\" TO \"{login.User}\"", $"ALTER ROLE \"{login.User}\" CREATEROLE"];
        foreach (string statement in statements)
        {
            Assert.Contains($"({statement})", error.Message, StringComparison.Ordinal);
            PostgresServer.Shared.Execute(statement);
        }

        shared.Initialize(login, StoreMembers.None, database: database);
        shared.Initialize(login, StoreMembers.None, database: database);
        Assert.Contains("to be an owner", Refused("StoreSetupDenied", () => shared.Initialize(shared.Ada, StoreMembers.None)).Message, StringComparison.Ordinal);
        Assert.Contains("nobody_1", Refused("StoreMemberNotFound", () => shared.Initialize(shared.Administrator, new() { Writers = ["nobody_1", shared.Ada.User] })).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_store_of_one_user_becomes_a_shared_one_and_keeps_its_records()
    {
        string database = PostgresServer.Shared.NewDatabase(shared.Administrator);
        IExperimentStore own = shared.Open(shared.Administrator, database: database, create: true);
        Run run = own.NewRun();
        own.Log(run, "loss", 1, 2);
        Assert.Equal(StoreRole.Owner, own.Describe(None).Role);
        Refused("StoreAccessDenied", () => shared.Open(shared.Ada, database: database));
        shared.Initialize(shared.Administrator, shared.Members, database: database);
        own.Log(run, "loss", 3);
        IExperimentStore ada = shared.Open(shared.Ada, database: database);
        Assert.Equal([1, 2, 3], ada.Points(run, "loss").Values);
        Refused("NotYours", () => ada.End(run));
        ada.End(ada.NewRun());
    }

    [Fact]
    public void Stores_in_one_database_do_not_share_their_roles()
    {
        shared.Initialize(shared.Administrator, StoreMembers.None, schema: "other");
        Refused("StoreAccessDenied", () => shared.Open(shared.Ada, schema: "other"));
        Assert.Equal("team", GroupRoles.Of("lab", "team").Of(StoreRole.Reader).Split('.')[1]);
        string[] names = [.. new[] { ("lab", "team"), (new string('x', 60), "a"), (new string('x', 60), "b") }.SelectMany(s => GroupRoles.Of(s.Item1, s.Item2).All)];
        Assert.Equal(names.Length, names.Distinct().Count());
        Assert.All(names, name => Assert.InRange(name.Length, 1, 63));
    }

    [Fact]
    public void Queries_read_the_views_of_a_shared_store_only()
    {
        IExperimentStore ada = shared.Open(shared.Ada), reader = shared.Open(shared.Reader), owner = shared.Open(shared.Administrator);
        Run run = ada.NewRun();
        ada.Log(run, "loss", 1, 2);
        foreach (IExperimentStore store in new[] { ada, reader, owner })
        {
            Assert.Equal(run.Id, Assert.Single(Query(store, "SELECT id FROM trial_run"))[0]);
            Assert.Equal(2L, Assert.Single(Query(store, "SELECT count(*) FROM metric_points"))[0]);
            foreach (string refused in new[] { "SELECT * FROM runs", "SELECT * FROM store_info", "DELETE FROM dataset", "SELECT nextval('keys')", "CREATE TEMP TABLE x (y int)" })
                Refused("QueryRefused", () => Query(store, refused));
        }

        Assert.Equal("Running", Assert.Single(Query(ada, "SELECT status FROM trial_run"))[0]);
    }

    private static List<IReadOnlyList<object?>> Query(IExperimentStore store, string text) => [.. store.Queries.Run(text, NamedValues.Empty, None).Select(row => row.Values)];

    private string Privileges() => (string)shared.Execute(
        """
        SELECT (SELECT string_agg(relname || relacl::text || relowner || relrowsecurity, ' ' ORDER BY relname) FROM pg_class WHERE relnamespace = 'team'::regnamespace)
            || (SELECT string_agg(p.tablename || policyname || cmd || roles::text || coalesce(qual, '') || coalesce(with_check, ''), ' ' ORDER BY p.tablename, policyname) FROM pg_policies p WHERE schemaname = 'team')
        """)!;
}
