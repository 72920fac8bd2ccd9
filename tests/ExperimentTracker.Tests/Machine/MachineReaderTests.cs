using System.Diagnostics;
using ExperimentTracker.Machine;

namespace ExperimentTracker.Tests.Machine;

public sealed class MachineReaderTests : IDisposable
{
    private const long Gigabyte = 1L << 30;

    private readonly TempFolder root = new();

    public void Dispose() => root.Dispose();

    [Theory]
    [InlineData("0::/job/step\n", "sys/fs/cgroup/job", "sys/fs/cgroup/job/step", 300, 1000)]
    [InlineData("0::/job/step\n", "sys/fs/cgroup/job/step", "sys/fs/cgroup/job", 300, 1000)]
    [InlineData("0::/not/mounted/here\n", "sys/fs/cgroup", null, 300, 1000)]
    [InlineData("0::/\n", "sys/fs/cgroup", null, 300, 1000)]
    public void The_lowest_limit_of_version_2_counts_without_the_inactive_cache(string groups, string limited, string? wider, long used, long limit)
    {
        root.Write("proc/self/cgroup", groups);
        WriteSecond(limited, "1000", 500, 200);
        if (wider is not null) WriteSecond(wider, "max", 900, 0);
        Assert.Equal((used, limit), new ControlGroup(new ProcFiles(root.Path)).Read());
        if (wider is null) return;
        WriteSecond(wider, "100", 90, 10);
        Assert.Equal((80, 100), new ControlGroup(new ProcFiles(root.Path)).Read());
    }

    [Theory]
    [InlineData("9223372036854771712", false)]
    [InlineData("1000", true)]
    public void Version_1_has_its_own_files_and_its_own_word_for_no_limit(string limit, bool isLimited)
    {
        root.Write("proc/self/cgroup", "9:name=systemd:/\n4:cpu,memory:/docker/abc\n0::/\n");
        root.Write("sys/fs/cgroup/memory/memory.limit_in_bytes", limit + "\n");
        root.Write("sys/fs/cgroup/memory/memory.usage_in_bytes", "600\n");
        root.Write("sys/fs/cgroup/memory/memory.stat", "inactive_file 1\ntotal_inactive_file 50\n");
        Assert.Equal(isLimited ? (550L, 1000L) : null, new ControlGroup(new ProcFiles(root.Path)).Read());
    }

    [Fact]
    public void Without_the_files_of_a_system_nothing_is_known()
    {
        MachineReading reading = new MachineReader(1, root.Path).Read();
        Assert.Null(reading.MachineMemory ?? reading.NetworkReceived ?? reading.DiskRead ?? reading.GroupMemory?.Used);
        Assert.Null(reading.MachineBusy);
    }

    [Fact]
    public void Counters_of_the_machine_are_read_without_loopback_and_bridges()
    {
        root.Write("proc/stat", "cpu  100 5 20 1000 50 0 3 2 90 0\ncpu0 1 1 1 1 1 1 1 1 1 1\n");
        root.Write("proc/meminfo", "MemTotal:       1000 kB\nMemFree:         100 kB\nMemAvailable:    400 kB\n");
        root.Write("proc/net/dev", "Inter-| Receive\n face |bytes\n    lo: 9 9 9 9 9 9 9 9 9 9 9 9 9 9 9 9\n  eth0: 70 1 0 0 0 0 0 0 80 1 0 0 0 0 0 0\nbr-1:50 1 0 0 0 0 0 0 60 1 0 0 0 0 0 0\n");
        var reader = new MachineReader(1, root.Path);
        MachineReading reading = reader.Read();
        Assert.Equal((130, 1180), (reading.MachineBusy, reading.MachineTotal));
        Assert.Equal(600 * 1024, reading.MachineMemory);
        Assert.Equal((120, 140), (reading.NetworkReceived, reading.NetworkSent));

        Directory.CreateDirectory(root.Sub("sys", "class", "net", "eth0", "device"));
        Assert.Equal(70, reader.Read().NetworkReceived);
    }

    [Fact]
    public void Rates_are_averages_between_two_readings()
    {
        MachineReading earlier = new() { At = 0, ProcessSeconds = 10, MachineBusy = 100, MachineTotal = 1000, DiskRead = 0, DiskWritten = 500, NetworkSent = 5 };
        MachineReading to = earlier with
        {
            At = 2 * Stopwatch.Frequency, ProcessSeconds = 13, MachineBusy = 150, MachineTotal = 1200, DiskRead = 4096, DiskWritten = 400, NetworkSent = 5,
            ProcessMemory = Gigabyte, GroupMemory = (1, 2), Gpus = [new(0, 50, null, null, 61), new(3, null, Gigabyte, 70.5, null)],
        };
        Assert.Equal(
            [
                "system/cpu/process 150 %", "system/cpu/machine 25 %", "system/memory/process 1073741824 B", "system/memory/group 1 B", "system/memory/limit 2 B",
                "system/disk/read 2048 B/s", "system/disk/free 7 B", "system/network/sent 0 B/s", "system/gpu/busy[0] 50 %", "system/gpu/temperature[0] 61 °C",
                "system/gpu/memory[3] 1073741824 B", "system/gpu/power[3] 70.5 W",
            ],
            SystemMetrics.Between(earlier, to, 7).Select(m => FormattableString.Invariant($"{Metric.NameOf(m.Key, m.Label)} {m.Value} {m.Unit}")));
        Assert.DoesNotContain(SystemMetrics.Between(null, to, null), m => m.Unit == "B/s" || m.Key.StartsWith("system/cpu", StringComparison.Ordinal));
    }

    [NeedsToolFact("cc")]
    public void The_functions_of_the_library_of_NVIDIA_are_called_as_it_declares_them()
    {
        // Two GPUs, of which the second cannot tell its power. Only what the documentation declares, so that a wrong argument shows.
        string source = root.Write("nvml.c", """
            #include <string.h>
            struct rates { unsigned gpu, memory; };
            struct sizes { unsigned long long total, free, used; };
            static int devices[2];
            int nvmlInit_v2(void) { return 0; }
            int nvmlDeviceGetCount_v2(unsigned *count) { *count = 2; return 0; }
            int nvmlDeviceGetHandleByIndex_v2(unsigned index, void **device) { *device = &devices[index]; return 0; }
            int nvmlDeviceGetUtilizationRates(void *d, struct rates *r) { r->gpu = 40 + (d == &devices[1]); r->memory = 9; return 0; }
            int nvmlDeviceGetMemoryInfo(void *d, struct sizes *s) { s->total = 24ULL << 30; s->free = 23ULL << 30; s->used = 1ULL << 30; return 0; }
            int nvmlDeviceGetPowerUsage(void *d, unsigned *milliwatts) { *milliwatts = 71500; return d == &devices[1] ? 3 : 0; }
            int nvmlDeviceGetTemperature(void *d, int sensor, unsigned *celsius) { *celsius = 61; return sensor; }
            int nvmlDeviceGetName(void *d, char *name, unsigned length) { strncpy(name, "Imagined 4711", length); return 0; }
            """);
        string library = root.Sub("libnvml.so");
        using (Process compiler = Process.Start("cc", ["-shared", "-fPIC", "-o", library, source])) compiler.WaitForExit();
        NvidiaGpus gpus = NvidiaGpus.TryOpen(library)!;
        Assert.Equal([new GpuReading(0, 40, Gigabyte, 71.5, 61), new GpuReading(1, 41, Gigabyte, null, 61)], gpus.Read());
        Assert.Equal([(0, "Imagined 4711", 24 * Gigabyte), (1, "Imagined 4711", 24 * Gigabyte)], gpus.Describe());
        Assert.Null(NvidiaGpus.TryOpen(root.Sub("missing.so")));
    }

    private void WriteSecond(string folder, string limit, long current, long inactive)
    {
        root.Write($"{folder}/memory.max", limit + "\n");
        root.Write($"{folder}/memory.current", $"{current}\n");
        root.Write($"{folder}/memory.stat", $"anon 1\nfile 2\ninactive_file {inactive}\n");
    }
}
