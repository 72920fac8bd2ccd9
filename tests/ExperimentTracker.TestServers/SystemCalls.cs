using System.Diagnostics;
using System.Runtime.InteropServices;

namespace ExperimentTracker.TestServers;

/// <summary>System calls of Linux that .NET has no method for.</summary>
internal static class SystemCalls
{
    /// <summary>The number of the signal that ends a server at once, as a crash does.</summary>
    public const int SigKill = 9;

    /// <summary>The number of the signal that makes PostgreSQL disconnect its clients and stop.</summary>
    public const int SigInt = 2;

    /// <summary>Sends a signal to a process. One that has ended is no error.</summary>
    public static void Signal(int processId, int signal) => _ = Kill(processId, signal);

    /// <summary>Waits for a moment of <see cref="Stopwatch"/>. Thread.Sleep has whole milliseconds; this is about 0.1 ms late.</summary>
    public static void SleepUntil(long timestamp)
    {
        while (Stopwatch.GetElapsedTime(Stopwatch.GetTimestamp(), timestamp) is { Ticks: > 0 } left)
        {
            if (OperatingSystem.IsWindows())
            {
                Thread.Sleep(left);
                continue;
            }

            var duration = new Timespec { Seconds = (nint)(left.Ticks / TimeSpan.TicksPerSecond), Nanoseconds = (nint)(left.Ticks % TimeSpan.TicksPerSecond * 100) };
            _ = NanoSleep(in duration, 0);
        }
    }

    [DllImport("libc", EntryPoint = "kill")]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static extern int Kill(int processId, int signal);

    [DllImport("libc", EntryPoint = "nanosleep")]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static extern int NanoSleep(in Timespec duration, nint remaining);

    [StructLayout(LayoutKind.Sequential)]
    private struct Timespec
    {
        public nint Seconds;
        public nint Nanoseconds;
    }
}
