using System.Diagnostics;

namespace ExperimentTracker.Tests.Worker;

/// <summary>Ends this process as SIGKILL does, at a named moment of the store's work.</summary>
public static class SelfKill
{
    /// <summary>A listener that dies when a faultPoint is passed for the n-th time from now.</summary>
    public static Action<string> At(string faultPoint, int count)
    {
        int left = count;
        return passed =>
        {
            if (passed != faultPoint || Interlocked.Decrement(ref left) != 0) return;
            using Process self = Process.GetCurrentProcess();
            self.Kill();

            // The signal may take a moment, in which nothing more must be done.
            Thread.Sleep(Timeout.Infinite);
        };
    }
}
