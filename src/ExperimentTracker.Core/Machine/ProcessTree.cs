using System.Buffers.Text;
using System.Globalization;

namespace ExperimentTracker.Machine;

/// <summary>The counters of a process and its descendants on Linux.</summary>
/// <remarks>
/// Descendants are found through <c>/proc/PID/task/TID/children</c>, so the cost depends on the size of the tree and not on that of the machine. Kernels without these
/// files (CONFIG_PROC_CHILDREN) show the process alone, with the children that it has waited for.
/// </remarks>
internal sealed class ProcessTree(ProcFiles files, int rootId)
{
    // The kernel shows times to user space in units of a hundredth of a second on every architecture that .NET supports (USER_HZ).
    private const double TicksPerSecond = 100;

    // The numbers of the fields in proc(5), counted from 1; the second one, the name, is in brackets and can contain spaces and brackets.
    private const int UserTime = 14, RestOfTimes = 3, ResidentPages = 24, FirstAfterName = 3;

    private const int MostAttempts = 3;

    private static readonly int PageSize = Environment.SystemPageSize;

    /// <summary>Adds up the counters of all processes of the tree.</summary>
    public MachineReading AddTo(MachineReading reading)
    {
        var totals = new Totals();
        for (int attempt = 0; attempt < MostAttempts && !TryAdd(totals = new()); attempt++)
        {
            // A process ended while the tree was read. Its time may have been added to that of its parent, which was read before.
        }

        return reading with { ProcessSeconds = totals.Ticks / TicksPerSecond, ProcessMemory = totals.Pages * PageSize, DiskRead = totals.Read, DiskWritten = totals.Written };
    }

    private bool TryAdd(Totals totals)
    {
        bool isWhole = true;
        HashSet<int> seen = [rootId];
        Queue<int> left = new(seen);
        while (left.TryDequeue(out int id))
        {
            string folder = string.Create(CultureInfo.InvariantCulture, $"proc/{id}/");
            foreach (int child in Children(folder)) if (seen.Add(child)) left.Enqueue(child);
            ReadOnlySpan<byte> stat = files.Read(folder + "stat");
            isWhole &= !stat.IsEmpty;
            AddStat(stat, totals);
            ReadOnlySpan<byte> io = files.Read(folder + "io");
            if (io.IsEmpty) continue;
            totals.Read = (totals.Read ?? 0) + ProcFiles.Field(io, "read_bytes:"u8);
            totals.Written = (totals.Written ?? 0) + ProcFiles.Field(io, "write_bytes:"u8);
        }

        return isWhole;
    }

    // The times of the process, and of the children that it has waited for. So the time of a child that ends is not lost.
    private static void AddStat(ReadOnlySpan<byte> stat, Totals totals)
    {
        stat = stat[(stat.LastIndexOf((byte)')') + 1)..];
        for (int field = FirstAfterName; field <= ResidentPages; field++)
        {
            stat = stat.TrimStart((byte)' ');
            int end = stat.IndexOf((byte)' ');
            if (end < 0) return;
            if (field is >= UserTime and <= UserTime + RestOfTimes && Utf8Parser.TryParse(stat, out long time, out _)) totals.Ticks += time;
            if (field == ResidentPages && Utf8Parser.TryParse(stat, out long resident, out _)) totals.Pages += resident;
            stat = stat[end..];
        }
    }

    private List<int> Children(string folder)
    {
        var children = new List<int>();
        try
        {
            foreach (string task in Directory.EnumerateDirectories(files.PathOf(folder + "task")))
            {
                ReadOnlySpan<byte> ids = files.Read($"{folder}task/{Path.GetFileName(task)}/children");
                while (Utf8Parser.TryParse(ids = ids.TrimStart((byte)' '), out int id, out int length))
                {
                    children.Add(id);
                    ids = ids[length..];
                }
            }
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            // The process has ended.
        }

        return children;
    }

    private sealed class Totals
    {
        public long Ticks;
        public long Pages;
        public long? Read;
        public long? Written;
    }
}
