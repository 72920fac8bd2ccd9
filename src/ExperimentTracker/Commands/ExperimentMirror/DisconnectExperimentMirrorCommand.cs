using System.Management.Automation;
using ExperimentTracker.Binding;
using ExperimentTracker.Formatting;
using ExperimentTracker.Mirrors;
using ExperimentTracker.Sessions;
using ExperimentTracker.Stores;

namespace ExperimentTracker.Commands;

/// <summary>Ends mirrors of this process, after they have sent what is not sent yet.</summary>
[Cmdlet(VerbsCommunications.Disconnect, "ExperimentMirror", DefaultParameterSetName = StoreSet)]
[OutputType(typeof(void))]
public sealed class DisconnectExperimentMirrorCommand : GuardedCommand
{
    private const string StoreSet = "Store";
    private const string MirrorSet = "Mirror";
    private const int DefaultTimeout = 30;

    /// <summary>The mirrors, from Get-ExperimentMirror.</summary>
    [Parameter(ParameterSetName = MirrorSet, Position = 0, Mandatory = true, ValueFromPipeline = true)]
    public ExperimentMirror[] Mirror { get; set; } = [];

    /// <summary>Only those of this store: its path or its object. Without it, all.</summary>
    [Parameter(ParameterSetName = StoreSet)]
    public StoreSource? Store { get; set; }

    /// <summary>How many seconds to wait for the server; then the rest is not sent.</summary>
    [Parameter]
    [IntegerTransformation(typeof(int), Lowest = 0, Highest = 86_400)]
    [PSDefaultValue(Help = "30")]
    public int TimeoutSeconds { get; set; } = DefaultTimeout;

    /// <inheritdoc/>
    protected override void Process()
    {
        string? key = Store is null ? null : StoreResolver.AddressOf(Session, Store)?.Key;
        IEnumerable<ExperimentMirror> ending = ParameterSetName == MirrorSet ? Mirror : OpenMirrors.All.Where(mirror => Store is null || mirror.StoreKey == key);
        foreach (ExperimentMirror mirror in ending)
        {
            if (OpenMirrors.End(mirror, TimeSpan.FromSeconds(TimeoutSeconds))) continue;
            WriteWarning(DisplayText.Text(
                $"Not everything of {mirror.Store} was sent to {mirror.Address}: {mirror.Error?.TrimEnd('.') ?? "the time was over"}. The rest is in the store; Export-ExperimentStore {mirror.Address} -As MLflow sends it."));
        }
    }
}
