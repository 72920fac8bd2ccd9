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
            git.Start();

            // Read by threads of their own: asynchronous reading needs the thread pool, which can be exhausted by the user's script.
            var errors = new Thread(() => Drain(git.StandardError)) { IsBackground = true };
            errors.Start();
            using var watchdog = new Timer(_ => Kill(git), null, Timeout, System.Threading.Timeout.InfiniteTimeSpan);
            string output = git.StandardOutput.ReadToEnd();
            git.WaitForExit();
            errors.Join();
            return git.ExitCode == 0 ? output : null;
        }
        catch (Exception e) when (e is System.ComponentModel.Win32Exception or InvalidOperationException or IOException)
        {
            return null;
        }
    }

    private static void Drain(StreamReader reader)
    {
        try
        {
            reader.ReadToEnd();
        }
        catch (Exception e) when (e is IOException or ObjectDisposedException)
        {
            // git was killed.
        }
    }

    private static void Kill(Process process)
    {
        try
        {
            process.Kill(entireProcessTree: true);
        }
        catch (Exception e) when (e is InvalidOperationException or System.ComponentModel.Win32Exception or AggregateException or NotSupportedException)
        {
            // It ended meanwhile, or cannot be killed; on the thread of a timer, an exception would end the process.
        }
    }
}
