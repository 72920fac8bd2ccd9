using ExperimentTracker.Rules;
using ExperimentTracker.Values;

namespace ExperimentTracker.Services;

/// <summary>What a worker knows about the trials of a sweep: of each index the last attempt, and which are open.</summary>
/// <param name="sweepId">The id of the sweep's run.</param>
/// <param name="total">The number of trials.</param>
internal sealed class TrialTable(string sweepId, int total)
{
    // A trial that ends its process each time must not end one worker after the other.
    private const int MostAttempts = 3;

    // Of a sweep of millions, only those up to the last one that was taken.
    private readonly List<(Run? Last, int Attempts, bool IsDone)> trials = [];
    private readonly Dictionary<int, string[]> ids = [];
    private Dictionary<string, Run> known = [];

    // All trials before it are done.
    private int firstOpen;

    /// <summary>The child runs of the sweep that were read, also those that are no trials.</summary>
    public IEnumerable<Run> Runs => known.Values;

    /// <summary>Whether all trials have ended.</summary>
    public bool IsOver => firstOpen == total;

    /// <summary>The open trials of which a run is known: it runs, or it is to be repeated.</summary>
    public IEnumerable<int> Begun => Enumerable.Range(firstOpen, trials.Count - firstOpen).Where(index => trials[index] is { Last: not null, IsDone: false });

    /// <summary>The trials of which no run is known.</summary>
    public IEnumerable<int> NotBegun => Enumerable.Range(firstOpen, total - firstOpen).Where(index => LastOf(index) is null);

    /// <summary>The first trial from an index on that can be taken, or <see langword="null"/>.</summary>
    public int? FirstFree(int from)
    {
        for (int index = Math.Max(from, firstOpen); index < total; index++) if (index >= trials.Count || IsFree(index)) return index;
        return null;
    }

    /// <summary>The last attempt of a trial, or <see langword="null"/>.</summary>
    public Run? LastOf(int index) => index < trials.Count ? trials[index].Last : null;

    /// <summary>The first attempt of a trial, or <see langword="null"/>.</summary>
    public Run? FirstOf(int index) => known.GetValueOrDefault(IdsOf(index)[0]);

    /// <summary>The id of the attempt that takes a free trial.</summary>
    public string NextIdOf(int index) => IdsOf(index)[index < trials.Count ? trials[index].Attempts : 0];

    /// <summary>The ids that the attempts of a trial have. The number of the run would not do: the store gives it.</summary>
    public IReadOnlyList<string> IdsOf(int index)
    {
        if (!ids.TryGetValue(index, out string[]? of)) ids.Add(index, of = [.. Enumerable.Range(1, MostAttempts).Select(a => RecordId.From("sweep", sweepId, $"{index}", $"{a}"))]);
        return of;
    }

    /// <summary>Whether a run of a trial ended without a result, and the trial is repeated.</summary>
    public static bool IsGivenBack(Run run) => run.Status == RunStatus.Killed || (run.Status == RunStatus.Cancelled && run.Tags.Contains(SweepTrials.InterruptedTag));

    /// <summary>Replaces all that is known.</summary>
    /// <param name="runs">All child runs of the sweep.</param>
    public void Set(IEnumerable<Run> runs)
    {
        known = runs.ToDictionary(run => run.Id, StringComparer.Ordinal);
        (firstOpen, int left) = (0, known.Keys.Count(RecordId.IsDerived));
        trials.Clear();
        for (int index = 0; index < total && left > 0; index++)
        {
            Update(index);
            left -= trials[index].Attempts;
        }

        SkipDone();
    }

    /// <summary>Replaces what is known about some trials.</summary>
    /// <param name="indexes">The trials.</param>
    /// <param name="runs">Their runs.</param>
    /// <returns>Whether one of the trials has its first run now.</returns>
    public bool Set(IReadOnlyCollection<int> indexes, IEnumerable<Run> runs)
    {
        foreach (string id in indexes.SelectMany(IdsOf)) known.Remove(id);
        foreach (Run run in runs) known[run.Id] = run;
        bool isNew = false;
        foreach (int index in indexes)
        {
            bool hadNone = LastOf(index) is null;
            Update(index);
            isNew |= hadNone && LastOf(index) is not null;
        }

        SkipDone();
        return isNew;
    }

    private bool IsFree(int index) => trials[index] is { IsDone: false } trial && IsFree(trial.Last, trial.Attempts);

    private static bool IsFree(Run? last, int attempts) => attempts < MostAttempts && (last is null || (last.RemovedAt is null && IsGivenBack(last)));

    private void Update(int index)
    {
        (Run? last, int attempts) = (null, 0);
        IReadOnlyList<string> of = IdsOf(index);
        while (attempts < MostAttempts && known.TryGetValue(of[attempts], out Run? run)) (last, attempts) = (run, attempts + 1);
        while (trials.Count <= index) trials.Add(default);
        trials[index] = (last, attempts, last is not null && !IsFree(last, attempts) && (last.Status.IsEnded() || last.RemovedAt is not null));
    }

    private void SkipDone()
    {
        while (firstOpen < trials.Count && trials[firstOpen].IsDone) firstOpen++;
    }
}
