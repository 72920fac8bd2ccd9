using System.Management.Automation;
using ExperimentTracker.BuildServices;
namespace ExperimentTracker.Progress;

/// <summary>Writes to the service that runs the build, if there is one, through the host of a cmdlet.</summary>
internal static class BuildLog
{
    /// <summary>The service according to the current environment; or <see langword="null"/> outside of a build.</summary>
    public static BuildService? Service => BuildService.Of(BuildEnvironment.OfThisProcess);

    /// <summary>Writes lines unchanged to standard output, not to the output of the pipeline.</summary>
    public static void Write(Cmdlet cmdlet, IEnumerable<string> lines)
    {
        // Like Write-Host. The text of commands is already escaped.
        foreach (string line in lines) cmdlet.WriteInformation(new HostInformationMessage { Message = line }, ["PSHOST", "ExperimentTracker"]);
    }

    /// <summary>Shows a progress record, in a build as the service shows progress; the hosts of builds show none.</summary>
    public static void ShowProgress(Cmdlet cmdlet, ProgressRecord record)
    {
        cmdlet.WriteProgress(record);
        bool hasPercent = record.PercentComplete >= 0 && record.RecordType == ProgressRecordType.Processing;
        if (hasPercent && Service is { } service) Write(cmdlet, service.ShowProgress(record.PercentComplete, $"{record.Activity}: {record.StatusDescription}"));
    }
}
