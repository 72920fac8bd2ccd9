using System.Globalization;
using ExperimentTracker.Interop.Files;
using ExperimentTracker.Values;

namespace ExperimentTracker.Interop.MlflowExport;

/// <summary>A run in MLflow's terms: ids, status, times, parameters and tags.</summary>
internal static class MlflowRun
{
    /// <summary>The tag with the id of the run in the store it comes from, by which it is found again.</summary>
    public const string IdTag = "experimenttracker.run_id";

    /// <summary>The tag of the parent run, by which MLflow's page nests runs.</summary>
    public const string ParentTag = "mlflow.parentRunId";

    /// <summary>The most characters of the value of a parameter, and of a tag.</summary>
    public const int MostOfParameter = 6000, MostOfTag = 5000;

    /// <summary>
    /// The id in MLflow: the same one, so that importing the run again finds it, unless it has other characters than letters, digits, <c>_</c> and <c>-</c>.
    /// </summary>
    public static string IdOf(string id) => id.All(c => char.IsAsciiLetterOrDigit(c) || c is '_' or '-') && char.IsAsciiLetterOrDigit(id[0]) ? id : RecordId.From("mlflow-run", id);

    /// <summary>The name of the experiment, which has the project in front unless that is the default one: MLflow has no projects.</summary>
    public static string ExperimentOf(string project, string experiment) => project == Project.DefaultName ? experiment : $"{project}/{experiment}";

    /// <summary>The status. MLflow has no other word for a run that a user stopped than KILLED, and none for one that has not started than SCHEDULED.</summary>
    public static string StatusOf(RunStatus status) => status switch
    {
        RunStatus.Pending => "SCHEDULED",
        RunStatus.Running => "RUNNING",
        RunStatus.Succeeded => "FINISHED",
        RunStatus.Failed => "FAILED",
        _ => "KILLED",
    };

    /// <summary>A time as MLflow has it: milliseconds since 1970, and never less.</summary>
    public static long MillisecondsOf(DateTime time) => Math.Max(0, (time.ToUniversalTime() - DateTime.UnixEpoch).Ticks / TimeSpan.TicksPerMillisecond);

    /// <summary>The parameters, with the texts of their values; none for those without a value.</summary>
    public static IEnumerable<(string Name, string Value)> ParametersOf(Run run)
    {
        var names = new MlflowNames(run.Parameters.Pairs.Select(p => p.Key));
        return run.Parameters.Pairs.Select(p => (names.Of(p.Key), Cut(PythonText(p.Value), MostOfParameter)));
    }

    /// <summary>The tags: those of the run, and those in which MLflow has what it has no field for.</summary>
    /// <param name="run">The run.</param>
    /// <param name="tags">The tags of the run.</param>
    public static IEnumerable<(string Name, string Value)> TagsOf(Run run, IEnumerable<KeyValuePair<string, string?>> tags)
    {
        (string Name, string? Value)[] own =
        [
            ("mlflow.runName", run.Name), ("mlflow.user", run.Origin.User), ("mlflow.source.name", run.Origin.Script ?? run.Origin.CommandLine), ("mlflow.source.type", "LOCAL"),
            ("mlflow.source.git.commit", run.Origin.GitCommit), ("mlflow.source.git.branch", run.Origin.GitBranch), ("mlflow.note.content", run.Description),
            (ParentTag, run.ParentRunId is { } parent ? IdOf(parent) : null), (IdTag, run.Id), ("experimenttracker.path", run.Path),
            ("experimenttracker.status", run.Status.ToString()), ("experimenttracker.error", run.ErrorMessage), ("experimenttracker.host", run.Origin.Host),
        ];
        var names = new MlflowNames(own.Select(t => t.Name));
        return own.Where(t => !string.IsNullOrEmpty(t.Value)).Select(t => (t.Name, Cut(t.Value!, MostOfTag)))
            .Concat(tags.Select(t => (names.Of(t.Key), Cut(t.Value ?? "", MostOfTag))));
    }

    /// <summary>The value as Python and JSON readers of MLflow take it: <c>NaN</c>, <c>Infinity</c>, or the shortest digits that give the same number.</summary>
    public static string ValueText(double value) => value.ToString("R", CultureInfo.InvariantCulture);

    // As MLflow's own clients write values. It is also what an import takes for a number or a truth value.
    private static string PythonText(object? value) => value switch
    {
        null => "None",
        bool flag => flag ? "True" : "False",
        double number when double.IsFinite(number) => ValueText(number) is var text && text.Contains('E', StringComparison.Ordinal) ? text.ToLowerInvariant()
            : text.Contains('.', StringComparison.Ordinal) ? text : text + ".0",
        _ => ParameterText.Of(value)!,
    };

    private static string Cut(string text, int most) => text.Length <= most ? text : text[..(char.IsHighSurrogate(text[most - 1]) ? most - 1 : most)];
}
