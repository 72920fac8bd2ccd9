using System.Diagnostics;

namespace ExperimentTracker.Tests.Worker;

/// <summary>Kills this process with SIGKILL at a fault point.</summary>
public static class SelfKill
{
    /// <summary>A listener that kills the process when a fault point is passed for the n-th time from now.</summary>
    public static Action<string> At(string faultPoint, int count)
    {
        int left = count;
        return passed =>
        {
            if (passed != faultPoint || Interlocked.Decrement(ref left) != 0) return;
            using Process self = Process.GetCurrentProcess();
            self.Kill();

            // The signal may arrive late. Nothing must be executed until then.
            Thread.Sleep(Timeout.Infinite);
        };
    }
}
