using System.Management.Automation;
using ExperimentTracker.Dashboards;

namespace ExperimentTracker.Commands;

/// <summary>Starts a server to which clients of MLflow log, in any language, and which has the live page too.</summary>
[Cmdlet(VerbsLifecycle.Start, "ExperimentServer", SupportsShouldProcess = true)]
[OutputType(typeof(ExperimentDashboard))]
public sealed class StartExperimentServerCommand : DashboardCommand
{
    /// <summary>The name of the project in which clients create experiments and models. Defaults to the default project.</summary>
    [Parameter]
    [PSDefaultValue(Help = ExperimentTracker.Project.DefaultName)]
    public string? Project { get; set; }

    /// <summary>Answers every program of this machine, without a token.</summary>
    [Parameter]
    public SwitchParameter NoToken { get; set; }

    private protected override DashboardLaunch Launch => base.Launch with { MlflowProject = Project ?? ExperimentTracker.Project.DefaultName, WithoutToken = NoToken };

    /// <inheritdoc/>
    protected override void End()
    {
        if (!ShouldProcess(Store?.ToString() ?? "the experiment store", "Start a server that clients of MLflow log to")) return;
        ExperimentDashboard started = Start(WriteStore);
        WriteObject(started);
        WaitFor(started);
    }
}
