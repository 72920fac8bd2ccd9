using ExperimentTracker.Contracts.Runs;
using ExperimentTracker.Contracts.Stores;
using ExperimentTracker.Redaction;
using ExperimentTracker.Values;

namespace ExperimentTracker.Services;

/// <summary>
/// Buffers the log lines of a run, redacts secrets, and writes the lines in batches: when there are many, and otherwise after a short delay, so that
/// they can be followed. Thread-safe.
/// </summary>
/// <remarks>A log that cannot be written must not end the work that it describes. The first failure is kept, and later lines are discarded.</remarks>
public sealed class RunLogBuffer : IDisposable
{
    /// <summary>The maximum length of a stored line, in characters.</summary>
    public const int MaxLength = 32_768;

    private const int MostLines = 1000;
    private static readonly TimeSpan LongestDelay = TimeSpan.FromMilliseconds(250);

    private readonly Func<IExperimentStore> store;
    private readonly string runId;
    private readonly ProcessSecrets secrets = new();
    private readonly Dictionary<string, SecretLines> streams = new(StringComparer.Ordinal);
    private readonly object gate = new();
    private readonly object writing = new();
    private readonly TimeProvider time;
    private readonly ITimer timer;
    private List<RunLogDraft> waiting = [];

    /// <summary>Creates the buffer of a run.</summary>
    /// <param name="store">Returns the store, opened again if necessary.</param>
    /// <param name="runId">The id of the run.</param>
    /// <param name="time">The clock of the store.</param>
    public RunLogBuffer(Func<IExperimentStore> store, string runId, TimeProvider time)
    {
        (this.store, this.runId, this.time) = (store, runId, time);
        timer = time.CreateTimer(_ => Flush(), null, Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);
    }

    /// <summary>The reason why lines are missing, or <see langword="null"/>.</summary>
    public TrackerException? Failure { get; private set; }

    /// <summary>Adds a line, or several lines in one string, with the current time.</summary>
    public void Add(string stream, string message)
    {
        bool isFull;
        lock (gate)
        {
            if (Failure is not null) return;
            if (!streams.TryGetValue(stream, out SecretLines? lines)) streams.Add(stream, lines = new SecretLines(secrets.Text));
            waiting.Add(new RunLogDraft { RunId = runId, Stream = stream, Message = Cut(lines.Next(message)), Ticks = UtcTicks.Now(time) });
            isFull = waiting.Count >= MostLines;
            if (waiting.Count == 1) timer.Change(LongestDelay, Timeout.InfiniteTimeSpan);
        }

        if (isFull) Flush();
    }

    /// <summary>Writes the buffered lines.</summary>
    public void Flush()
    {
        // Held while the lines are written, so that a later batch is not written first.
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

    /// <summary>Writes the buffered lines and stops the timer.</summary>
    public void Dispose()
    {
        timer.Dispose();
        Flush();
    }

    // Does not split a surrogate pair.
    private static string Cut(string text)
    {
        if (text.Length <= MaxLength) return text;
        int end = char.IsHighSurrogate(text[MaxLength - 1]) ? MaxLength - 1 : MaxLength;
        return $"{text.AsSpan(0, end)}… ({text.Length - end} more characters)";
    }
}
