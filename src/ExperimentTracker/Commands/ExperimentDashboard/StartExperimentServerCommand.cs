using System.Management.Automation;
using ExperimentTracker.Contracts.Assistants;
using ExperimentTracker.Contracts.Stores;
using ExperimentTracker.Dashboards;
using ExperimentTracker.Filters;
using ExperimentTracker.Loading;

namespace ExperimentTracker.Commands;

/// <summary>Starts a server to which clients of MLflow log, in any language, or one that assistants read by the Model Context Protocol. It has the live page too.</summary>
[Cmdlet(VerbsLifecycle.Start, "ExperimentServer", SupportsShouldProcess = true, DefaultParameterSetName = MlflowSet)]
[OutputType(typeof(ExperimentDashboard))]
public sealed class StartExperimentServerCommand : DashboardCommand
{
    private const string MlflowSet = "MLflow";
    private const string AssistantSet = "Assistant";

    /// <summary>The name of the project in which clients create experiments and models. Defaults to the default project.</summary>
    [Parameter(ParameterSetName = MlflowSet)]
    [PSDefaultValue(Help = ExperimentTracker.Project.DefaultName)]
    public string? Project { get; set; }

    /// <summary>Serves assistants, which can only read.</summary>
    [Parameter(ParameterSetName = AssistantSet, Mandatory = true)]
    public SwitchParameter Mcp { get; set; }

    /// <summary>Serves the one assistant that started this process, over standard input and output, until it closes the input.</summary>
    [Parameter(ParameterSetName = AssistantSet)]
    public SwitchParameter Stdio { get; set; }

    /// <summary>Answers every program of this machine, without a token.</summary>
    [Parameter]
    public SwitchParameter NoToken { get; set; }

    private protected override DashboardLaunch Launch => base.Launch with { MlflowProject = Mcp ? null : Project ?? ExperimentTracker.Project.DefaultName, WithoutToken = NoToken, ServesAssistants = Mcp };

    /// <inheritdoc/>
    protected override void End()
    {
        if (!ShouldProcess(Store?.ToString() ?? "the experiment store", Mcp ? "Start a server for assistants" : "Start a server that clients of MLflow log to")) return;
        if (Stdio)
        {
            Serve(ReadStore);
            return;
        }

        ExperimentDashboard started = Start(Mcp ? ReadStore : WriteStore);
        WriteObject(started);
        WaitFor(started);
    }

    private void Serve(IExperimentStore store)
    {
        using var filters = new FilterLanguage();
        using Stream input = Console.OpenStandardInput(), output = Console.OpenStandardOutput();
        var source = new AssistantSource { Store = _ => store, Filters = filters, ModuleVersion = DashboardLaunch.ModuleVersion };
        try
        {
            ModulePart.Mcp.Entry<IAssistantServer>(AssistantErrors.Missing).ServeAsync(source, input, output, Cancellation).GetAwaiter().GetResult();
        }
        catch (OperationCanceledException) when (Cancellation.IsCancellationRequested)
        {
            // Ctrl+C ends it, as the end of the input does.
        }
    }
}
