using ExperimentTracker.Interop.Reading;

namespace ExperimentTracker.Interop.TestResults;

/// <summary>
/// The tests of one run: a series <c>duration</c> and a series <c>outcome</c> (1 passed, 0 failed, NaN skipped) for each of them, with its name as the label, the
/// numbers of tests, and the messages of those that failed as a log.
/// </summary>
/// <param name="run">The run.</param>
/// <param name="reading">The reading.</param>
internal sealed class TestTally(ForeignRun run, ForeignReading reading)
{
    private const int MaxLines = 100_000;
    private readonly int[] counts = new int[3];
    private double total;
    private int lines;

    /// <summary>The run.</summary>
    public ForeignRun Run => run;

    /// <summary>The time of all tests in seconds, if the file has it; otherwise the sum of their times.</summary>
    public double? Seconds { get; set; }

    /// <summary>Adds a test. One with the same name as another is a further point of its series.</summary>
    /// <param name="name">The name.</param>
    /// <param name="outcome">How it ended.</param>
    /// <param name="seconds">How long it took.</param>
    /// <param name="message">What is said about a failure.</param>
    public void Add(string name, TestOutcome outcome, double? seconds, string? message)
    {
        counts[(int)outcome]++;
        run.AddPoint("outcome", name, null, outcome switch { TestOutcome.Passed => 1, TestOutcome.Failed => 0, _ => double.NaN }, run.StartedAt);
        if (seconds is { } taken && outcome != TestOutcome.Skipped)
        {
            run.AddPoint("duration", name, null, taken, run.StartedAt);
            total += taken;
        }

        if (outcome == TestOutcome.Failed) AddLines("Failed", $"{name}: {message}");
    }

    /// <summary>Adds output of the tests to the log.</summary>
    public void AddLines(string stream, string text)
    {
        foreach (string line in text.Split('\n').Select(l => l.TrimEnd('\r')).Where(l => l.Length > 0))
        {
            if (++lines <= MaxLines) run.AddLog(stream, line, run.StartedAt);
            else reading.Losses.Add("log line", $"it is after the first {MaxLines}", stream);
        }
    }

    /// <summary>Adds the numbers of tests, and how the run ended.</summary>
    public void Finish()
    {
        double seconds = Seconds ?? total;
        run.SetMetric("duration", "s", null);
        run.AddPoint("duration", null, 0, seconds, run.StartedAt);
        Count("tests", counts.Sum());
        Count("passed", counts[(int)TestOutcome.Passed]);
        Count("failed", counts[(int)TestOutcome.Failed]);
        Count("skipped", counts[(int)TestOutcome.Skipped]);
        run.Status = counts[(int)TestOutcome.Failed] > 0 ? RunStatus.Failed : RunStatus.Succeeded;
        if (run.Status == RunStatus.Failed) run.ErrorMessage = $"{counts[(int)TestOutcome.Failed]} of {counts.Sum()} tests failed.";
        if (run.StartedAt is { } start && seconds is >= 0 and < int.MaxValue) run.EndedAt ??= start.AddSeconds(seconds);

        void Count(string key, int count) => run.AddPoint(key, null, 0, count, run.StartedAt);
    }
}
