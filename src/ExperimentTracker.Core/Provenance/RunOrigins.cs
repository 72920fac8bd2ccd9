using System.Reflection;
using System.Runtime.InteropServices;
using ExperimentTracker.Contracts.Stores;

namespace ExperimentTracker.Provenance;

/// <summary>Determines where a run was started.</summary>
public static class RunOrigins
{
    private static readonly string? Version =
        typeof(RunOrigins).Assembly.GetCustomAttribute<AssemblyInformationalVersionAttribute>()?.InformationalVersion.Split('+')[0];

    /// <summary>
    /// Describes this process and its working directory. It does not determine whether the git work tree has uncommitted changes, because that takes
    /// time.
    /// </summary>
    /// <param name="workingDirectory">The folder the script works in; <see langword="null"/> if there is none.</param>
    /// <param name="script">The full path of the script; <see langword="null"/> if there is none.</param>
    /// <param name="powerShellVersion">The version of PowerShell; <see langword="null"/> for another host.</param>
    public static RunOrigin Capture(string? workingDirectory, string? script = null, string? powerShellVersion = null)
    {
        var origin = new RunOrigin
        {
            Host = Environment.MachineName,
            User = Environment.UserName,
            Process = ProcessIdentities.Current,
            CommandLine = CommandLines.Redacted,
            Script = script,
            WorkingDirectory = workingDirectory,
            OperatingSystem = RuntimeInformation.OSDescription,
            PowerShellVersion = powerShellVersion,
            RuntimeVersion = Environment.Version.ToString(),
            ModuleVersion = Version,
        };
        GitWorkTree? git = GitWorkTree.Of(origin);
        return origin with { GitCommit = git?.Commit, GitBranch = git?.Branch };
    }

    /// <summary>Determines in the background whether the origin's work tree has uncommitted changes, and records it on the run.</summary>
    public static Task RecordChangesAsync(IExperimentStore store, Run run) => run.Origin.GitCommit is null ? Task.CompletedTask : ChangeRecorder.Add(store, run);
}
