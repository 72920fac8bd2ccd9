using System.Management.Automation;
using ExperimentTracker.Binding;

namespace ExperimentTracker.Commands;

/// <summary>Changes a trial.</summary>
[Cmdlet(VerbsCommon.Set, "Trial", SupportsShouldProcess = true)]
[OutputType(typeof(Trial))]
public sealed class SetTrialCommand : TrackerCommand
{
    /// <summary>The trial: its name, id, <c>experiment/trial</c> or object.</summary>
    [Parameter(Mandatory = true, Position = 0, ValueFromPipeline = true)]
    [Alias("Id")]
    [ArgumentCompleter(typeof(TrialCompleter))]
    public TrialIdentity Trial { get; set; } = null!;

    /// <summary>The new name.</summary>
    [Parameter]
    public string? Name { get; set; }

    /// <summary>The new description; an empty one takes it away.</summary>
    [Parameter]
    [AllowEmptyString]
    public string? Description { get; set; }

    /// <summary>The new configuration: any object; <c>$null</c> takes it away.</summary>
    [Parameter]
    [AllowNull]
    public object? Config { get; set; }

    /// <summary>When it started.</summary>
    [Parameter]
    public DateTime? StartedAt { get; set; }

    /// <summary>Gives the changed trial back.</summary>
    [Parameter]
    public SwitchParameter PassThru { get; set; }

    /// <inheritdoc/>
    protected override void Process()
    {
        Trial found = Trial.Find(ReadStore, Cancellation);
        if (!ShouldProcess($"trial {found.Path}", "Change")) return;
        var change = new CatalogChange
        {
            Name = Name,
            Description = Description,
            SetsConfig = MyInvocation.BoundParameters.ContainsKey(nameof(Config)),
            Config = DomainValues.From(nameof(Config), Config),
            StartedAt = StartedAt is { } moment ? UtcTicks.From(moment) : null,
        };
        Trial changed = ReadStore.Trials.Update(found.Id, change, Cancellation);
        if (PassThru) WriteObject(changed);
    }
}
