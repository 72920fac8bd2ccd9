using System.Management.Automation;
using ExperimentTracker.BuildServices;
namespace ExperimentTracker.Progress;

/// <summary>Speaks to the service that runs the build, if one does, through the host of a cmdlet.</summary>
internal static class BuildLog
{
    /// <summary>The service, as the environment has it now; or <see langword="null"/> outside of a build.</summary>
    public static BuildService? Service => BuildService.Of(BuildEnvironment.OfThisProcess);

    /// <summary>Writes lines to standard output as they are, past the output of the pipeline.</summary>
    public static void Write(Cmdlet cmdlet, IEnumerable<string> lines)
    {
        // As Write-Host does; nothing here goes into the text of a command, which has been escaped.
        foreach (string line in lines) cmdlet.WriteInformation(new HostInformationMessage { Message = line }, ["PSHOST", "ExperimentTracker"]);
    }

    /// <summary>Shows a progress record, in a build as the service shows progress; hosts there show none.</summary>
    public static void ShowProgress(Cmdlet cmdlet, ProgressRecord record)
    {
        cmdlet.WriteProgress(record);
        bool isTold = record.PercentComplete >= 0 && record.RecordType == ProgressRecordType.Processing;
        if (isTold && Service is { } service) Write(cmdlet, service.ShowProgress(record.PercentComplete, $"{record.Activity}: {record.StatusDescription}"));
    }
}
