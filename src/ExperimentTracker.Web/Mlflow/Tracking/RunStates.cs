using ExperimentTracker.Web.Mlflow.Protocol;

namespace ExperimentTracker.Web.Mlflow.Tracking;

/// <summary>The statuses of runs in both vocabularies. MLflow has one for runs that somebody ended, and a store has two.</summary>
internal static class RunStates
{
    // In the order of their numbers, which are sent by some clients.
    private static readonly string[] Names = ["RUNNING", "SCHEDULED", "FINISHED", "FAILED", "KILLED"];

    /// <summary>The status for clients.</summary>
    public static string ToClient(RunStatus status) => status switch
    {
        RunStatus.Pending => "SCHEDULED",
        RunStatus.Running => "RUNNING",
        RunStatus.Succeeded => "FINISHED",
        RunStatus.Failed => "FAILED",
        _ => "KILLED",
    };

    /// <summary>The statuses of runs that a client means.</summary>
    public static IReadOnlyCollection<RunStatus> Meanings(string status) => [.. Enum.GetValues<RunStatus>().Where(s => ToClient(s) == status)];

    /// <summary>Reads the status of a request, by name or by number; <see langword="null"/> if there is none.</summary>
    /// <exception cref="MlflowProblem">There is no such status.</exception>
    public static RunStatus? Read(Arguments arguments, string name)
    {
        if (!arguments.Has(name)) return null;
        string text = arguments.RequiredId(name);
        if (int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out int number) && number >= 1 && number <= Names.Length) text = Names[number - 1];
        return text == "KILLED" ? RunStatus.Killed
            : Meanings(text) is { Count: > 0 } found ? found.First()
            : throw MlflowProblem.Invalid($"Invalid value {text} for parameter 'status' supplied. Use {string.Join(", ", Names)}.");
    }
}
