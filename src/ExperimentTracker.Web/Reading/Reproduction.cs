using System.Text;
using ExperimentTracker.Services;

namespace ExperimentTracker.Web.Reading;

/// <summary>The commands that run the code of a run again.</summary>
internal static class Reproduction
{
    /// <summary>Returns the commands, or <see langword="null"/> if neither the code nor the command is known.</summary>
    public static string? Of(Run run, IReadOnlyList<Artifact> artifacts)
    {
        var lines = new StringBuilder();
        RunOrigin origin = run.Origin;
        if (origin.WorkingDirectory is { } folder) lines.Append("Set-Location ").Append(Quoted(folder)).Append('\n');
        if (origin.GitCommit is { } commit) lines.Append("git checkout ").Append(commit).Append('\n');
        if (artifacts.Any(a => a.Key == UncommittedChanges.PatchKey))
        {
            lines.Append("Get-ArtifactContent ").Append(Quoted(UncommittedChanges.PatchKey)).Append(" -Run ").Append(run.Id).Append(" > uncommitted.diff\n");
            lines.Append("git apply uncommitted.diff\n");
        }
        else if (origin.GitDirty is true)
        {
            lines.Append("# The work tree had uncommitted changes, which were not captured.\n");
        }

        string? command = origin.CommandLine ?? (origin.Script is { } script ? $"& {Quoted(script)}" : null);
        if (command is not null) lines.Append(command).Append('\n');
        return origin.GitCommit is null && command is null ? null : lines.ToString();
    }

    private static string Quoted(string text) => $"'{text.Replace("'", "''", StringComparison.Ordinal)}'";
}
