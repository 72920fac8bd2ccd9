using System.Diagnostics;
using System.Net.NetworkInformation;

namespace ExperimentTracker.Machine;

/// <summary>Reads the counters of this process and its machine.</summary>
/// <remarks>
/// On Linux from /proc and /sys. Elsewhere from .NET, which knows the processor time and the memory of this process without its children, and the network; neither disks nor what the
/// machine as a whole uses. GPUs of NVIDIA everywhere, through the library of their driver.
/// </remarks>
internal sealed class MachineReader
{
    private readonly ProcFiles? files;
    private readonly ProcessTree? tree;
    private readonly ControlGroup? group;
    private readonly NvidiaGpus? gpus;

    /// <param name="processId">The process at the top of the tree.</param>
    /// <param name="root">The folder in which <c>proc</c> and <c>sys</c> are; <see langword="null"/> where there are none.</param>
    public MachineReader(int processId, string? root)
    {
        gpus = NvidiaGpus.TryOpen();
        if (root is null) return;
        files = new ProcFiles(root);
        tree = new ProcessTree(files, processId);
        group = new ControlGroup(files);
    }

    /// <summary>A reader for this process.</summary>
    public static MachineReader OfThisProcess() => new(Environment.ProcessId, OperatingSystem.IsLinux() ? "/" : null);

    /// <summary>Reads the counters.</summary>
    public MachineReading Read()
    {
        var reading = new MachineReading { At = Stopwatch.GetTimestamp(), Gpus = gpus?.Read() ?? [] };
        return files is null ? WithNetwork(WithProcess(reading)) : WithMachine(tree!.AddTo(reading), files) with { GroupMemory = group!.Read() };
    }

    private static MachineReading WithMachine(MachineReading reading, ProcFiles files)
    {
        (double? busy, double? total) = Processors(files.Text("proc/stat"));
        (long? received, long? sent) = Interfaces(files);
        ReadOnlySpan<byte> memory = files.Read("proc/meminfo");
        return reading with
        {
            MachineBusy = busy,
            MachineTotal = total,
            MachineMemory = (ProcFiles.Field(memory, "MemTotal:"u8) - ProcFiles.Field(memory, "MemAvailable:"u8)) * 1024,
            NetworkReceived = received,
            NetworkSent = sent,
        };
    }

    // user, nice, system, idle, iowait, irq, softirq, steal; what follows is contained in the first two.
    private static (double? Busy, double? Total) Processors(string stat)
    {
        const int idle = 3, wait = 4, steal = 7;
        string line = stat[..Math.Max(0, stat.IndexOf('\n', StringComparison.Ordinal))];
        double[] times = [.. line.Split(' ', StringSplitOptions.RemoveEmptyEntries).Skip(1).Take(steal + 1).Select(time => double.TryParse(time, out double ticks) ? ticks : 0)];
        return times.Length <= wait ? (null, null) : (times.Sum() - times[idle] - times[wait], times.Sum());
    }

    // Bridges and tunnels count the same bytes again. So only interfaces with a device count, if there are any: a container has none.
    private static (long? Received, long? Sent) Interfaces(ProcFiles files)
    {
        const int headings = 2, sentColumn = 8;
        var all = files.Text("proc/net/dev").Split('\n').Skip(headings).Select(line => line.Split(':', 2)).Where(parts => parts.Length == 2)
            .Select(parts => (Name: parts[0].Trim(), Columns: parts[1].Split(' ', StringSplitOptions.RemoveEmptyEntries)))
            .Where(one => one.Name != "lo" && one.Columns.Length > sentColumn).ToList();
        if (all.Count == 0) return (null, null);
        var devices = all.FindAll(one => Directory.Exists(files.PathOf($"sys/class/net/{one.Name}/device")));
        if (devices.Count > 0) all = devices;
        return (all.Sum(one => Number(one.Columns[0])), all.Sum(one => Number(one.Columns[sentColumn])));

        static long Number(string text) => long.TryParse(text, out long number) ? number : 0;
    }

    private static MachineReading WithProcess(MachineReading reading)
    {
        using Process self = Process.GetCurrentProcess();
        return reading with { ProcessSeconds = self.TotalProcessorTime.TotalSeconds, ProcessMemory = self.WorkingSet64 };
    }

    private static MachineReading WithNetwork(MachineReading reading)
    {
        try
        {
            IPInterfaceStatistics[] up =
            [
                .. NetworkInterface.GetAllNetworkInterfaces()
                    .Where(one => one.NetworkInterfaceType is not (NetworkInterfaceType.Loopback or NetworkInterfaceType.Tunnel) && one.OperationalStatus == OperationalStatus.Up)
                    .Select(one => one.GetIPStatistics()),
            ];
            return reading with { NetworkReceived = up.Sum(one => one.BytesReceived), NetworkSent = up.Sum(one => one.BytesSent) };
        }
        catch (Exception e) when (e is NetworkInformationException or PlatformNotSupportedException)
        {
            return reading;
        }
    }
}
