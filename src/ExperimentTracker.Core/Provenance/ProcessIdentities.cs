using System.Diagnostics;

namespace ExperimentTracker.Provenance;

/// <summary>The identity of this process.</summary>
public static class ProcessIdentities
{
    private static readonly Lazy<ProcessIdentity> This = new(Read);

    /// <summary>This process.</summary>
    public static ProcessIdentity Current => This.Value;

    /// <summary>The user of this process: <c>user@host</c>.</summary>
    public static string Actor { get; } = $"{Environment.UserName}@{Environment.MachineName}";

    private static ProcessIdentity Read()
    {
        using Process self = Process.GetCurrentProcess();
        return new ProcessIdentity
        {
            Id = Environment.ProcessId,
            StartedAt = self.StartTime,
            BootId = OperatingSystem.IsLinux() ? FirstLine("/proc/sys/kernel/random/boot_id") : null,
            PidNamespace = OperatingSystem.IsLinux() ? new FileInfo("/proc/self/ns/pid").LinkTarget : null,
        };
    }

    private static string? FirstLine(string path) => File.Exists(path) ? File.ReadLines(path).FirstOrDefault() : null;
}
