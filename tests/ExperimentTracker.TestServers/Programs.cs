using System.Diagnostics;

namespace ExperimentTracker.TestServers;

/// <summary>Programs of this machine.</summary>
internal static class Programs
{
    /// <summary>The full path of a program, or <see langword="null"/> when it is neither on the PATH nor in a folder of programs for administrators.</summary>
    public static string? Find(string name) => $"{Environment.GetEnvironmentVariable("PATH")}{Path.PathSeparator}/usr/sbin".Split(Path.PathSeparator)
        .Select(folder => Path.Combine(folder, name))
        .FirstOrDefault(File.Exists);

    /// <summary>Runs a program and waits for it.</summary>
    /// <returns>Its output and errors, or <see langword="null"/> as the first when it failed.</returns>
    public static (string? Output, string Errors) Run(ProcessStartInfo start)
    {
        (start.RedirectStandardOutput, start.RedirectStandardError) = (true, true);
        using Process process = Process.Start(start)!;
        Task<string> errors = process.StandardError.ReadToEndAsync();
        string output = process.StandardOutput.ReadToEnd();
        process.WaitForExit();
        return (process.ExitCode == 0 ? output : null, $"{output}{errors.Result}".Trim());
    }
}
