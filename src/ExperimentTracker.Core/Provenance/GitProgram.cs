using System.Diagnostics;
using System.Text;

namespace ExperimentTracker.Provenance;

/// <summary>Asks the program git, without locks, pagers or programs of the repository's own.</summary>
internal static class GitProgram
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);

    /// <summary>What git prints when it is asked in a folder.</summary>
    /// <returns><see langword="null"/> when git is not there, fails, or does not answer within half a minute.</returns>
    public static string? Ask(string folder, params string[] arguments)
    {
        try
        {
            using var git = new Process();
            git.StartInfo = new ProcessStartInfo("git", ["--no-optional-locks", "--no-pager", "-C", folder, "-c", "core.quotePath=false", .. arguments])
            {
                RedirectStandardOutput = true,
                RedirectStandardError = true,
                StandardOutputEncoding = Encoding.UTF8,
                UseShellExecute = false,
                CreateNoWindow = true,
            };
            git.ErrorDataReceived += static (_, _) => { };
            git.Start();
            git.BeginErrorReadLine();
            Task<string> output = git.StandardOutput.ReadToEndAsync();
            if (!git.WaitForExit(Patience))
            {
                git.Kill();
                return null;
            }

            return git.ExitCode == 0 ? output.Result : null;
        }
        catch (Exception e) when (e is System.ComponentModel.Win32Exception or InvalidOperationException or IOException)
        {
            return null;
        }
    }
}
