using System.Management.Automation;
using ExperimentTracker.Contracts.Stores;
using ExperimentTracker.Sessions;
using ExperimentTracker.Stores;

namespace ExperimentTracker.Commands;

/// <summary>Connects this session to a store. Cmdlets use the store until it is disconnected.</summary>
[Cmdlet(VerbsCommunications.Connect, "ExperimentStore", DefaultParameterSetName = PathSet)]
[OutputType(typeof(StoreInfo))]
public sealed class ConnectExperimentStoreCommand : GuardedCommand
{
    private const string PathSet = "Path";
    private const string MemorySet = "InMemory";

    /// <summary>The folder or the address of the store; defaults to the store that the session would use.</summary>
    [Parameter(ParameterSetName = PathSet, Position = 0, ValueFromPipeline = true, ValueFromPipelineByPropertyName = true)]
    [Alias("PSPath", "Store", "Address")]
    public StoreSource? Path { get; set; }

    /// <summary>Creates the store if it does not exist.</summary>
    [Parameter(ParameterSetName = PathSet)]
    public SwitchParameter Create { get; set; }

    /// <summary>The user and the password for a store on a server. They are used to log in, and are not recorded.</summary>
    [Parameter(ParameterSetName = PathSet)]
    public PSCredential? Credential { get; set; }

    /// <summary>A script block that returns a token for the login to a store on a server. It is called again when the token expires.</summary>
    [Parameter(ParameterSetName = PathSet)]
    public ScriptBlock? TokenProvider { get; set; }

    /// <summary>The location of the contents of artifacts, for a new store.</summary>
    [Parameter(ParameterSetName = PathSet)]
    [ValidateNotNullOrEmpty]
    public string? Artifacts { get; set; }

    /// <summary>Creates a store in memory, which is deleted when it is disconnected.</summary>
    [Parameter(ParameterSetName = MemorySet, Mandatory = true)]
    public SwitchParameter InMemory { get; set; }

    /// <inheritdoc/>
    protected override bool ErrorsTerminate => true;

    /// <inheritdoc/>
    protected override void Process()
    {
        IExperimentStore store = InMemory ? OpenStores.CreateInMemory()
            : Create ? StoreResolver.FindOrCreate(Session, Path, ReportCreated, Cancellation, Opening)
            : StoreResolver.Find(Session, Path, Cancellation, Opening);
        if (InMemory) EmptyStores.Expect(store);
        State.Connected = store;
        if (State.Current is { } current && !current.IsIn(store))
        {
            WriteMessage($"Run {current.Path} is still the current run, in the store {current.StorePath}: cmdlets without -Run use it there. " +
                $"Everything else, new runs too, uses the store {store.Path}.");
        }

        WriteObject(store.Describe(Cancellation));
    }

    private StoreOpening Opening => new() { Credentials = Login, Artifacts = Artifacts };

    private IStoreCredentials? Login
    {
        get
        {
            if (TokenProvider is null) return Credential is null ? null : new SessionCredentials(Credential);
            if (Credential is not null) throw AddressErrors.TwoLogins();
            LanguageModes.RequireFull(SessionState, "-TokenProvider", "Give a password with -Credential, or in the password file.");
            return new TokenCredentials(TokenProvider);
        }
    }
}
