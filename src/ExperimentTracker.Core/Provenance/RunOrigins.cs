using System.Reflection;
using System.Runtime.InteropServices;
using ExperimentTracker.Contracts.Runs;
using ExperimentTracker.Contracts.Stores;

namespace ExperimentTracker.Provenance;

/// <summary>Finds out where a run is started.</summary>
public static class RunOrigins
{
    private static readonly string? Version =
        typeof(RunOrigins).Assembly.GetCustomAttribute<AssemblyInformationalVersionAttribute>()?.InformationalVersion.Split('+')[0];

    /// <summary>Describes this process, working in a folder. Whether the git work tree is dirty is left open: finding out takes time.</summary>
    /// <param name="workingDirectory">The folder the script works in.</param>
    /// <param name="script">The full path of the script, if there is one.</param>
    /// <param name="powerShellVersion">The version of PowerShell, if it is one.</param>
    public static RunOrigin Capture(string workingDirectory, string? script = null, string? powerShellVersion = null)
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

    /// <summary>
    /// Finds out in the background whether the origin's work tree has uncommitted changes, and notes it on the run.
    /// </summary>
    public static Task NoteChangesAsync(IExperimentStore store, Run run) => Task.Run(() =>
    {
        if (run.Origin.GitCommit is null) return;
        if (GitWorkTree.Of(run.Origin)?.HasChanges() is not { } dirty) return;
        try
        {
            store.Runs.Update(run.Id, new RunChange { GitDirty = dirty }, CancellationToken.None);
        }
        catch (TrackerException)
        {
            // The run or the store is gone meanwhile; then nobody asks.
        }
    });
}
