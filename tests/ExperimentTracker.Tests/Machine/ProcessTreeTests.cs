using System.Diagnostics;
using System.Globalization;
using ExperimentTracker.Machine;

namespace ExperimentTracker.Tests.Machine;

/// <summary>Known loads, compared with what the kernel tells of the same process in other files: schedstat for times, smaps_rollup for memory.</summary>
public sealed class ProcessTreeTests : IDisposable
{
    private const string Schedstat = "/proc/self/schedstat";
    private const string Smaps = "/proc/self/smaps_rollup";
    private const double Tolerance = 0.05;

    private readonly List<Process> started = [];

    public void Dispose()
    {
        foreach (Process process in started)
        {
            process.Kill(entireProcessTree: true);
            process.Dispose();
        }
    }

    // However busy the machine is: not the time that passes is compared, but the time that the process got.
    [NeedsPathFact(Schedstat)]
    public void A_busy_process_has_the_processor_time_that_the_scheduler_gave_it()
    {
        int id = Shell("while :; do :; done").Id;
        var reader = new MachineReader(id, "/");
        double earliest = Scheduled(id), counted = 0, least, most;
        MachineReading previous = reader.Read();
        double latest = Scheduled(id);
        do
        {
            Thread.Sleep(100);
            least = Scheduled(id) - latest;
            MachineReading now = reader.Read();
            most = Scheduled(id) - earliest;
            double percent = SystemMetrics.Between(previous, now, null).Single(metric => metric.Key == "system/cpu/process").Value;
            counted += percent / 100 * Stopwatch.GetElapsedTime(previous.At, now.At).TotalSeconds;
            previous = now;
        }
        while (least < 2);

        // The readings themselves are between those of the scheduler.
        Assert.InRange(counted, least * (1 - Tolerance), most * (1 + Tolerance));
    }

    [NeedsPathFact(Smaps)]
    public void A_tree_has_the_memory_that_its_processes_fill()
    {
        // Each dd fills its buffer, and then waits, because nobody reads its output.
        const long each = 128 << 20;
        Process shell = Shell($"dd if=/dev/zero bs={each} count=1 2>/dev/null & dd if=/dev/zero bs={each} count=1 2>/dev/null & wait");
        var reader = new MachineReader(shell.Id, "/");
        Assert.True(SpinWait.SpinUntil(() => Directory.GetDirectories("/proc").Count(IsFull) == 2, TimeSpan.FromSeconds(60)), "The buffers are not filled.");
        long memory = reader.Read().ProcessMemory!.Value;
        Within(2 * each, memory);
        Within(Directory.GetDirectories("/proc").Where(IsOfShell).Sum(Resident), memory);

        bool IsFull(string folder) => IsOfShell(folder) && Resident(folder) >= each;

        bool IsOfShell(string folder) => int.TryParse(Path.GetFileName(folder), out int id) && (id == shell.Id || ReadAll($"{folder}/stat").Split(')')[^1].StartsWith($" S {shell.Id} ", StringComparison.Ordinal));

        static long Resident(string folder) =>
            ReadAll($"{folder}/smaps_rollup").Split('\n').FirstOrDefault(line => line.StartsWith("Rss:", StringComparison.Ordinal)) is { } line
                ? long.Parse(line.Split(' ', StringSplitOptions.RemoveEmptyEntries)[1], CultureInfo.InvariantCulture) * 1024
                : 0;
    }

    [Fact]
    public void The_time_of_a_child_that_ends_is_kept_and_names_may_contain_anything()
    {
        using var root = new TempFolder();
        root.Write("proc/10/stat", Stat(10, "a) b (c", user: 100, system: 20, childUser: 3, childSystem: 4, pages: 5));
        root.Write("proc/10/io", "rchar: 9\nread_bytes: 1000\nwrite_bytes: 2000\n");
        root.Write("proc/10/task/10/children", "11 ");
        root.Write("proc/10/task/12/children", "13 \n");
        root.Write("proc/11/stat", Stat(11, "child", user: 50, system: 0, childUser: 0, childSystem: 0, pages: 7));
        root.Write("proc/11/io", "read_bytes: 10\nwrite_bytes: 20\n");
        root.Write("proc/13/stat", Stat(13, "thread's child", user: 1, system: 2, childUser: 0, childSystem: 0, pages: 1));
        var tree = new ProcessTree(new ProcFiles(root.Path), 10);
        MachineReading reading = tree.AddTo(new() { At = 0 });
        Assert.Equal(1.80, reading.ProcessSeconds);
        Assert.Equal(13 * Environment.SystemPageSize, reading.ProcessMemory);
        Assert.Equal((1010, 2020), (reading.DiskRead, reading.DiskWritten));

        Directory.Delete(root.Sub("proc", "11"), recursive: true);
        root.Write("proc/10/task/10/children", "");
        root.Write("proc/10/stat", Stat(10, "a) b (c", user: 100, system: 20, childUser: 53, childSystem: 4, pages: 5));
        Assert.Equal(1.80, tree.AddTo(new() { At = 0 }).ProcessSeconds);
    }

    private static void Within(double expected, double actual) =>
        Assert.True(Math.Abs(actual - expected) <= Tolerance * expected, string.Create(CultureInfo.InvariantCulture, $"{actual} differs from {expected} by more than 5 %."));

    private static double Scheduled(int id) => long.Parse(ReadAll($"/proc/{id}/schedstat").Split(' ')[0], CultureInfo.InvariantCulture) / 1e9;

    private static string ReadAll(string path)
    {
        try
        {
            return File.ReadAllText(path);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return "";
        }
    }

    private static string Stat(int id, string name, int user, int system, int childUser, int childSystem, int pages) =>
        $"{id} ({name}) S 1 1 1 0 -1 0 7 7 7 7 {user} {system} {childUser} {childSystem} 20 0 1 0 77 7777 {pages} 99 1 1\n";

    private Process Shell(string script)
    {
        var process = Process.Start(new ProcessStartInfo("sh", ["-c", script]) { RedirectStandardOutput = true })!;
        started.Add(process);
        return process;
    }
}
