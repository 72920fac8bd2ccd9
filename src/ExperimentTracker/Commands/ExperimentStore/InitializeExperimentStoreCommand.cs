using System.Management.Automation;
using ExperimentTracker.Contracts.Stores;
using ExperimentTracker.Loading;
using ExperimentTracker.Sessions;
using ExperimentTracker.Stores;

namespace ExperimentTracker.Commands;

/// <summary>Makes a store on a server that several users share, with its roles, or brings it up to date, and gives roles to logins.</summary>
[Cmdlet(VerbsData.Initialize, "ExperimentStore", SupportsShouldProcess = true)]
[OutputType(typeof(StoreInfo))]
public sealed class InitializeExperimentStoreCommand : GuardedCommand
{
    /// <summary>The address of the store; defaults to the store that the session would use.</summary>
    [Parameter(Position = 0, ValueFromPipeline = true, ValueFromPipelineByPropertyName = true)]
    [Alias("Store", "Path")]
    public StoreSource? Address { get; set; }

    /// <summary>The user and the password. They are used to log in, and are not recorded.</summary>
    [Parameter]
    public PSCredential? Credential { get; set; }

    /// <summary>The logins that may read.</summary>
    [Parameter]
    [ValidateNotNullOrEmpty]
    public string[]? Reader { get; set; }

    /// <summary>The logins that may record runs, and change their own.</summary>
    [Parameter]
    [ValidateNotNullOrEmpty]
    public string[]? Writer { get; set; }

    /// <summary>The logins that may change and remove what others recorded, and set stages of models.</summary>
    [Parameter]
    [ValidateNotNullOrEmpty]
    public string[]? Curator { get; set; }

    /// <summary>The logins that may do everything.</summary>
    [Parameter]
    [ValidateNotNullOrEmpty]
    public string[]? Owner { get; set; }

    /// <summary>The location of the contents of artifacts, for a new store.</summary>
    [Parameter]
    [ValidateNotNullOrEmpty]
    public string? Artifacts { get; set; }

    /// <inheritdoc/>
    protected override bool ErrorsTerminate => true;

    /// <inheritdoc/>
    protected override void Process()
    {
        var opening = new StoreOpening { Credentials = Credential is null ? null : new SessionCredentials(Credential), Artifacts = Artifacts };
        StoreAddress address = StoreResolver.AddressOf(Session, Address, opening);
        if (!address.IsServer) throw AccessErrors.NoRoles(address.Text);
        var members = new StoreMembers { Readers = Reader ?? [], Writers = Writer ?? [], Curators = Curator ?? [], Owners = Owner ?? [] };
        if (!ShouldProcess(address.Text, ActionFor(members))) return;
        StoreEngines.Initialize(address, opening, members, Cancellation);
        WriteObject(OpenStores.Get(address, opening, Cancellation).Describe(Cancellation));
    }

    private static string ActionFor(StoreMembers members)
    {
        string given = string.Join("; ", Enum.GetValues<StoreRole>().Where(role => members.Of(role).Count > 0).Select(role => $"{role} to {string.Join(", ", members.Of(role))}"));
        return $"Create or update the schema and the roles{(given.Length == 0 ? "" : $", and give the role {given}")}";
    }
}
