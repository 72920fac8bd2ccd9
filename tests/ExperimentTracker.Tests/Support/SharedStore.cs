using ExperimentTracker.Contracts.Stores;
using ExperimentTracker.Storage.Engine;
using ExperimentTracker.Storage.Postgres;
using ExperimentTracker.Storage.Postgres.Setup;

namespace ExperimentTracker.Tests.Support;

/// <summary>A store of several users on the shared server, in a database of its own, with a login for each role.</summary>
internal sealed class SharedStore : IDisposable
{
    private readonly List<IExperimentStore> opened = [];

    /// <param name="steps">Other steps of the schema than those of the module.</param>
    public SharedStore(IReadOnlyList<SchemaStep>? steps = null)
    {
        Administrator = PostgresServer.Shared.NewRole();
        PostgresServer.Shared.Execute($"ALTER ROLE {Administrator.User} CREATEROLE");
        Database = PostgresServer.Shared.NewDatabase(Administrator);
        Initialize(Administrator, Members, steps);
    }

    public string Database { get; }

    /// <summary>The port that stores are opened at, when it is not the server's: that of a pooler.</summary>
    public int? Port { get; init; }

    /// <summary>Not a superuser, but may create roles, and owns the database.</summary>
    public PostgresLogin Administrator { get; }

    public PostgresLogin Ada { get; } = PostgresServer.Shared.NewRole();

    public PostgresLogin Ben { get; } = PostgresServer.Shared.NewRole();

    public PostgresLogin Reader { get; } = PostgresServer.Shared.NewRole();

    public PostgresLogin Curator { get; } = PostgresServer.Shared.NewRole();

    public StoreMembers Members => new() { Readers = [Reader.User], Writers = [Ada.User, Ben.User], Curators = [Curator.User] };

    public void Initialize(PostgresLogin login, StoreMembers members, IReadOnlyList<SchemaStep>? steps = null, string? database = null, string schema = "team") =>
        Engine(steps).Initialize(AddressFor(login, database, schema), new() { Credentials = new Login(login) }, members, Expect.None);

    public IExperimentStore Open(PostgresLogin login, IReadOnlyList<SchemaStep>? steps = null, string? database = null, string schema = "team", bool create = false)
    {
        IExperimentStore store = Engine(steps).Open(AddressFor(login, database, schema), new() { Credentials = new Login(login), Create = create }, Expect.None);
        lock (opened) opened.Add(store);
        return store;
    }

    /// <summary>Runs a statement as the superuser.</summary>
    public object? Execute(string sql) => PostgresServer.Shared.Execute($"SET search_path = team; {sql}", Database);

    public void Dispose()
    {
        foreach (IExperimentStore store in opened) store.Dispose();
    }

    private StoreAddress AddressFor(PostgresLogin login, string? database, string schema) =>
        StoreAddress.Parse(PostgresServer.Shared.Address(database ?? Database, schema, login, Port));

    private static PostgresEngine Engine(IReadOnlyList<SchemaStep>? steps) => new(EngineOptions.Default, steps);

    private sealed class Login(PostgresLogin login) : IStoreCredentials
    {
        public string User => login.User;

        public string GetPassword() => login.Password;
    }
}
