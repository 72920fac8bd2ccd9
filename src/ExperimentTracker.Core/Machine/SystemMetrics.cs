using System.Diagnostics;
using System.Globalization;

namespace ExperimentTracker.Machine;

/// <summary>A value of a <c>system/…</c> series.</summary>
/// <param name="Key">The key.</param>
/// <param name="Label">The label, or <see langword="null"/>: the number of the GPU.</param>
/// <param name="Unit">The unit: <c>%</c>, <c>B</c>, <c>B/s</c>, <c>W</c> or <c>°C</c>.</param>
/// <param name="Value">The value.</param>
internal readonly record struct SystemMetric(string Key, string? Label, string Unit, double Value);

/// <summary>Calculates the values of <c>system/…</c> series from the counters of a machine.</summary>
internal static class SystemMetrics
{
    /// <summary>What the keys of all these series start with.</summary>
    public const string Prefix = "system/";

    private const string Percent = "%", Bytes = "B", BytesPerSecond = "B/s";

    /// <summary>The values at a time. Rates are averages since an earlier reading; without one, there are none.</summary>
    /// <param name="from">The earlier reading.</param>
    /// <param name="to">The reading.</param>
    /// <param name="diskFree">The free bytes of the disk that the run writes to.</param>
    public static IReadOnlyList<SystemMetric> Between(MachineReading? from, MachineReading to, long? diskFree)
    {
        var metrics = new List<SystemMetric>();
        double seconds = from is null ? 0 : Stopwatch.GetElapsedTime(from.At, to.At).TotalSeconds;

        // 100 % is one processor that is busy all the time, for the machine all of its processors.
        Add("cpu/process", Percent, 100 * Rate(from?.ProcessSeconds, to.ProcessSeconds, seconds));
        Add("cpu/machine", Percent, 100 * Rate(from?.MachineBusy, to.MachineBusy, to.MachineTotal - from?.MachineTotal));
        Add("memory/process", Bytes, to.ProcessMemory);
        Add("memory/machine", Bytes, to.MachineMemory);
        Add("memory/group", Bytes, to.GroupMemory?.Used);
        Add("memory/limit", Bytes, to.GroupMemory?.Limit);
        Add("disk/read", BytesPerSecond, Rate(from?.DiskRead, to.DiskRead, seconds));
        Add("disk/written", BytesPerSecond, Rate(from?.DiskWritten, to.DiskWritten, seconds));
        Add("disk/free", Bytes, diskFree);
        Add("network/received", BytesPerSecond, Rate(from?.NetworkReceived, to.NetworkReceived, seconds));
        Add("network/sent", BytesPerSecond, Rate(from?.NetworkSent, to.NetworkSent, seconds));
        foreach (GpuReading gpu in to.Gpus)
        {
            string label = gpu.Index.ToString(CultureInfo.InvariantCulture);
            Add("gpu/busy", Percent, gpu.Busy, label);
            Add("gpu/memory", Bytes, gpu.Memory, label);
            Add("gpu/power", "W", gpu.Watts, label);
            Add("gpu/temperature", "°C", gpu.Celsius, label);
        }

        return metrics;

        void Add(string key, string unit, double? value, string? label = null)
        {
            if (value is { } known) metrics.Add(new(Prefix + key, label, unit, known));
        }
    }

    // A counter is lower than before when a process left the tree without being waited for, or an interface was removed: then nothing is known of the time between.
    private static double? Rate(double? from, double? to, double? during) =>
        during > 0 && to - from is { } difference && difference >= 0 ? difference / during : null;
}
