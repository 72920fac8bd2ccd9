using ExperimentTracker.Contracts.Runs;
using ExperimentTracker.Contracts.Stores;
using ExperimentTracker.Redaction;
using ExperimentTracker.Values;

namespace ExperimentTracker.Services;

/// <summary>
/// Takes the lines that a run logs while it works, without secrets, and writes them in batches: when there are many, and else a moment later,
/// so that who follows the log sees them. May be used by several threads.
/// </summary>
/// <remarks>A log that cannot be written must not end the work it tells of: the first failure is kept, and lines after it are not.</remarks>
public sealed class RunLogBuffer : IDisposable
{
    /// <summary>The most characters of a line that are kept.</summary>
    public const int MaxLength = 32_768;

    private const int MostLines = 1000;
    private static readonly TimeSpan LongestDelay = TimeSpan.FromMilliseconds(250);

    private readonly Func<IExperimentStore> store;
    private readonly string runId;
    private readonly SecretRedactor redactor;
    private readonly Dictionary<string, SecretLines> streams = new(StringComparer.Ordinal);
    private readonly object gate = new();
    private readonly object writing = new();
    private readonly TimeProvider time;
    private readonly ITimer timer;
    private List<RunLogDraft> waiting = [];

    /// <summary>Makes one for a run.</summary>
    /// <param name="store">Gives the store, opened again if need be.</param>
    /// <param name="runId">The id of the run.</param>
    /// <param name="redactor">Takes secrets out of the lines.</param>
    /// <param name="time">The clock of the store.</param>
    public RunLogBuffer(Func<IExperimentStore> store, string runId, SecretRedactor redactor, TimeProvider time)
    {
        (this.store, this.runId, this.redactor, this.time) = (store, runId, redactor, time);
        timer = time.CreateTimer(_ => Flush(), null, Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);
    }

    /// <summary>Why lines are missing, or <see langword="null"/> while none are.</summary>
    public TrackerException? Failure { get; private set; }

    /// <summary>Takes a line, or a text of several, as of now.</summary>
    public void Add(string stream, string message)
    {
        bool isFull;
        lock (gate)
        {
            if (Failure is not null) return;
            if (!streams.TryGetValue(stream, out SecretLines? lines)) streams.Add(stream, lines = new SecretLines(redactor));
            waiting.Add(new RunLogDraft { RunId = runId, Stream = stream, Message = Cut(lines.Next(message)), Ticks = UtcTicks.Now(time) });
            isFull = waiting.Count >= MostLines;
            if (waiting.Count == 1) timer.Change(LongestDelay, Timeout.InfiniteTimeSpan);
        }

        if (isFull) Flush();
    }

    /// <summary>Writes what was taken.</summary>
    public void Flush()
    {
        // Held while the lines are written, so that a later batch does not come first.
        lock (writing)
        {
            List<RunLogDraft> lines;
            lock (gate)
            {
                lines = waiting;
                waiting = [];
            }

            if (lines.Count == 0) return;
            try
            {
                store().Logs.Add(lines, CancellationToken.None);
            }
            catch (TrackerException error)
            {
                lock (gate) Failure ??= error;
            }
        }
    }

    /// <summary>Writes what was taken, and takes no more time of anybody.</summary>
    public void Dispose()
    {
        timer.Dispose();
        Flush();
    }

    // A pair of surrogates is not cut in two.
    private static string Cut(string text)
    {
        if (text.Length <= MaxLength) return text;
        int end = char.IsHighSurrogate(text[MaxLength - 1]) ? MaxLength - 1 : MaxLength;
        return $"{text.AsSpan(0, end)}… ({text.Length - end} more characters)";
    }
}
