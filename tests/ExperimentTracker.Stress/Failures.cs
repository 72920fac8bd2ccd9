namespace ExperimentTracker.Stress;

/// <summary>Collects failures of a long trial, one of each kind, and lets the trial continue.</summary>
/// <param name="seed">The seed of the trial.</param>
public sealed class Failures(int seed)
{
    private const int MostShown = 20;
    private const int LinesShown = 7;
    private readonly Dictionary<string, string> byKind = [];

    /// <summary>Runs the trial of one input.</summary>
    public void Try(int input, Action act)
    {
        try
        {
            act();
        }
        catch (Exception e)
        {
            string[] lines = e.ToString().Split('\n');
            string kind = string.Join('\n', lines.Where(IsTelling).Skip(1).Take(2));
            byKind.TryAdd(kind, $"Input {input} of seed {seed}: {string.Join('\n', lines.Where(IsTelling).Take(LinesShown))}");
        }
    }

    /// <exception cref="TrialException">At least one input failed.</exception>
    public void ThrowIfAny()
    {
        if (byKind.Count > 0) throw new TrialException($"{byKind.Count} kinds of failures:\n{string.Join("\n\n", byKind.Values.Take(MostShown))}");
    }

    private static bool IsTelling(string line) => !line.TrimStart().StartsWith("at ", StringComparison.Ordinal) || line.Contains("ExperimentTracker.", StringComparison.Ordinal);
}
