namespace ExperimentTracker.Tests.Durability;

/// <summary>
/// The system calls of a process that writes, in order, as strace reports them. This is the only evidence of flushes that does not come from the
/// store itself.
/// </summary>
public sealed class FlushOrderTests : IDisposable
{
    private const string Log = "tracker.db-wal>";

    private readonly TempFolder folder = new();

    public void Dispose() => folder.Dispose();

    [NeedsTracingFact]
    public void Blobs_are_flushed_before_they_are_moved_and_all_flushed_writes_are_flushed_before_they_are_acknowledged()
    {
        var flushed = new HashSet<string>();
        var acknowledged = new List<string>();
        int moved = 0;
        bool isLogFlushed = false;
        bool waited = false;
        foreach (SystemCall call in TraceWorkload())
        {
            switch (call.Name)
            {
                case "fsync" or "fdatasync":
                    flushed.Add(call.FirstPath!);
                    isLogFlushed |= call.Text.Contains(Log, StringComparison.Ordinal);
                    break;
                case "rename" or "renameat" or "renameat2" when call.Text.Contains("/artifacts/sha256/", StringComparison.Ordinal) && call.Text.Contains("/staging/", StringComparison.Ordinal):
                    string staged = call.Texts[0];
                    Assert.True(flushed.Contains(staged), $"{staged} was moved into place before it was flushed.");
                    moved++;
                    break;
                case "pwrite64" or "write" when call.Text.Contains(Log, StringComparison.Ordinal):
                    isLogFlushed = false;
                    break;
                case "write" when call.Texts is [['o', 'k', '\\', 't', ..] answer, ..]:
                    string kind = answer.Split(@"\t")[1];
                    if (kind is "run" or "artifact" or "ended") Assert.True(isLogFlushed, $"'{answer}' was acknowledged before the write-ahead log was flushed.");
                    waited |= kind == "points" && !isLogFlushed;
                    acknowledged.Add(kind);
                    break;
            }
        }

        Assert.Superset(new HashSet<string> { "run", "artifact", "ended", "points", "tag" }, acknowledged.ToHashSet());
        Assert.InRange(moved, 3, int.MaxValue);
        Assert.True(waited, "Points were flushed too, so this test cannot distinguish the flushes.");
    }

    private List<SystemCall> TraceWorkload()
    {
        string trace = folder.Sub("trace");
        using WorkerProcess worker = WorkerProcess.StartTraced(trace);
        worker.Ask("open", folder.Sub("store"));
        worker.Send("work", "1", "1");
        while (worker.Result() != "all")
        {
        }

        worker.Send("exit");
        Assert.Null(worker.NextAnswer());
        return SystemCall.Read(trace);
    }
}
