using System.Diagnostics;
using ExperimentTracker.Contracts.Stores;
using ExperimentTracker.Machine;
using ExperimentTracker.Rules;
using ExperimentTracker.Series;
using ExperimentTracker.Values;

namespace ExperimentTracker.Services;

/// <summary>
/// Records what this process and its machine do as <c>system/…</c> series of runs, while they are running. One thread of the process does this for all of its runs; it exists while there
/// are any.
/// </summary>
public sealed class SystemSampler : IDisposable
{
    /// <summary>The interval of points, unless the user specifies another one.</summary>
    public static readonly TimeSpan DefaultInterval = TimeSpan.FromSeconds(5);

    private static readonly TimeSpan Shortest = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan Longest = TimeSpan.FromDays(1);

    // Rates over a shorter time than this say little: the kernel counts processor time in hundredths of a second.
    private static readonly TimeSpan LeastBetween = TimeSpan.FromMilliseconds(200);

    private static readonly object Gate = new();
    private static readonly object Reading = new();
    private static readonly List<SystemSampler> Active = [];
    private static readonly Lazy<MachineReader> Reader = new(MachineReader.OfThisProcess);
    private static bool isRunning;

    private readonly object turn = new();
    private readonly string runId;
    private readonly TimeSpan interval;
    private readonly Func<IExperimentStore> store;
    private volatile MachineReading? last;
    private long due = Stopwatch.GetTimestamp();
    private volatile bool isStopped;

    private SystemSampler(string runId, TimeSpan interval, Func<IExperimentStore> store) => (this.runId, this.interval, this.store) = (runId, interval, store);

    /// <summary>Starts to record points of a run, the first at once. It ends by itself when the run does not accept points any more.</summary>
    /// <param name="runId">The id of the run.</param>
    /// <param name="interval">The interval of points.</param>
    /// <param name="store">Returns the store of the run, opened again if it was closed.</param>
    /// <exception cref="TrackerException"><c>InvalidSampling</c>: shorter than a second or longer than a day.</exception>
    public static SystemSampler Start(string runId, TimeSpan interval, Func<IExperimentStore> store)
    {
        var sampler = new SystemSampler(runId, Check(interval), store);
        lock (Gate)
        {
            Active.Add(sampler);
            if (isRunning) Monitor.Pulse(Gate);
            else new Thread(Work) { IsBackground = true, Name = "system metrics" }.Start();
            isRunning = true;
        }

        return sampler;
    }

    /// <summary>Returns the interval if it is valid.</summary>
    /// <exception cref="TrackerException"><c>InvalidSampling</c>: shorter than a second or longer than a day.</exception>
    public static TimeSpan Check(TimeSpan interval) => interval < Shortest || interval > Longest ? throw RunErrors.Sampling(interval) : interval;

    /// <summary>Records the time since the last points, on this thread: for a run that is about to end.</summary>
    public void RecordRest()
    {
        if (last is null || Stopwatch.GetElapsedTime(last.At) >= LeastBetween) Record();
    }

    /// <summary>Stops recording. A point that is being written is written.</summary>
    public void Dispose()
    {
        isStopped = true;
        lock (Gate)
        {
            Active.Remove(this);
            Monitor.Pulse(Gate);
        }
    }

    private static void Work()
    {
        while (TakeDue() is { Length: > 0 } samplers) foreach (SystemSampler sampler in samplers) sampler.Record();
    }

    // Waits until points of a run are due. None, and the thread ends, if there are no runs.
    private static SystemSampler[] TakeDue()
    {
        lock (Gate)
        {
            while (Active.Count > 0)
            {
                long now = Stopwatch.GetTimestamp();
                SystemSampler[] found = [.. Active.Where(sampler => sampler.due <= now)];
                foreach (SystemSampler sampler in found) sampler.due = now + (long)(sampler.interval.TotalSeconds * Stopwatch.Frequency);
                if (found.Length > 0) return found;
                Monitor.Wait(Gate, Stopwatch.GetElapsedTime(now, Active.Min(sampler => sampler.due)) + TimeSpan.FromMilliseconds(1));
            }

            isRunning = false;
            return [];
        }
    }

    /// <summary>Records points now.</summary>
    internal void Record()
    {
        try
        {
            lock (turn)
            {
                if (isStopped) return;
                MachineReading reading;
                lock (Reading) reading = Reader.Value.Read();
                IExperimentStore target = store();
                Append(target, SystemMetrics.Between(last, reading, FreeSpace(target)));
                last = reading;
            }
        }
        catch (TrackerException e) when (e.Kind is TrackerErrorKind.Unavailable)
        {
            // The store may be available again when the next points are due. Their rates are averages since the last points that were written.
        }
        catch (Exception)
        {
            // The run has ended, or something unexpected happened, which must not end the process: nothing else needs these points.
            Dispose();
        }
    }

    private void Append(IExperimentStore target, IReadOnlyList<SystemMetric> metrics)
    {
        long[] now = [UtcTicks.Now(target.Time)];
        target.Metrics.Append(
            [.. metrics.Select(metric => new SeriesAppend { RunId = runId, Key = metric.Key, Label = metric.Label, Values = new[] { metric.Value }, Ticks = now, Unit = metric.Unit })],
            CancellationToken.None);
    }

    private static long? FreeSpace(IExperimentStore target) => StoreDisks.Of(target).Select(disk => (long?)disk.Free).FirstOrDefault();
}
