using System.Diagnostics;
using System.Text;

namespace ExperimentTracker.Provenance;

/// <summary>Runs git without locks, pagers or programs that the repository configures.</summary>
internal static class GitProgram
{
    private static readonly TimeSpan Timeout = TimeSpan.FromSeconds(30);

    /// <summary>Runs git in a folder and returns its output.</summary>
    /// <returns><see langword="null"/> when git is not installed, fails, or does not finish within half a minute.</returns>
    public static string? Run(string folder, params string[] arguments)
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
            if (!git.WaitForExit(Timeout))
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
