using System.Globalization;
using ExperimentTracker.Interop.Files;
using ExperimentTracker.Transfer;
using ExperimentTracker.Values;

namespace ExperimentTracker.Interop.MLflow.Terms;

/// <summary>A run in MLflow's terms: ids, status, times, parameters and tags.</summary>
internal static class MLflowTerms
{
    /// <summary>The tag with the id of the run in the store it comes from, by which it is found again.</summary>
    public const string IdTag = OwnRecords.Prefix + "run_id";

    /// <summary>The tag of the parent run, by which MLflow's page nests runs.</summary>
    public const string ParentTag = "mlflow.parentRunId";

    /// <summary>The tag of the description of an experiment or a run.</summary>
    public const string NoteTag = "mlflow.note.content";

    /// <summary>The type of the source that an export names.</summary>
    public const string SourceType = "LOCAL";

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

    /// <summary>The parameters, with the texts of their values; <c>None</c> for those without a value.</summary>
    public static IEnumerable<(string Name, string Value)> ParametersOf(Run run, RunNames names) => run.Parameters.Pairs.Select(p => (names.Parameters[p.Key], TextOf(p.Value)));

    /// <summary>The value of a parameter as a text, as far as MLflow keeps it.</summary>
    public static string TextOf(object? value) => Cut(PythonText(value), MostOfParameter);

    /// <summary>The text of a tag, as far as MLflow keeps it.</summary>
    public static string TagText(string? value) => Cut(value ?? "", MostOfTag);

    /// <summary>The tags: those of the run, those in which MLflow has what it has no field for, and the record of the run.</summary>
    /// <param name="item">The run.</param>
    /// <param name="names">Its names in MLflow.</param>
    public static IEnumerable<(string Name, string Value)> TagsOf(TransferRun item, RunNames names)
    {
        Run run = item.Run;
        (string Name, string? Value)[] own =
        [
            ("mlflow.runName", run.Name), ("mlflow.user", run.Origin.User), ("mlflow.source.name", ScriptOf(run)), ("mlflow.source.type", SourceType),
            ("mlflow.source.git.commit", run.Origin.GitCommit), ("mlflow.source.git.branch", run.Origin.GitBranch), (NoteTag, run.Description),
            (ParentTag, run.ParentRunId is { } parent ? IdOf(parent) : null), (IdTag, run.Id), (OwnRecords.Prefix + "path", run.Path),
            (OwnRecords.Prefix + "status", run.Status.ToString()), (OwnRecords.Prefix + "error", run.ErrorMessage), (OwnRecords.Prefix + "host", run.Origin.Host),
        ];
        return own.Where(t => !string.IsNullOrEmpty(t.Value)).Select(t => (t.Name, TagText(t.Value)))
            .Concat(item.Tags.Select(t => (names.Tags[t.Key], TagText(t.Value))))
            .Concat(OwnRecords.TagsOf(OwnRecords.Record, OwnRun.Of(item, names)));
    }

    /// <summary>The tags of an experiment, with its description and its record.</summary>
    public static IEnumerable<(string Name, string Value)> TagsOf(TransferExperiment item) =>
        TagsOf(item.Tags, item.Experiment.Description).Concat(OwnRecords.TagsOf(OwnRecords.Record, OwnExperiment.Of(item)));

    /// <summary>Tags with their names in MLflow, and a description as MLflow keeps it.</summary>
    public static IEnumerable<(string Name, string Value)> TagsOf(IReadOnlyList<ExperimentTag> tags, string? description)
    {
        var names = new MLflowNames([NoteTag]);
        foreach (ExperimentTag tag in tags) yield return (names.Of(tag.Key), TagText(tag.Value));
        if (description is { Length: > 0 }) yield return (NoteTag, TagText(description));
    }

    /// <summary>What MLflow calls the source of a run: the script, or else the command.</summary>
    public static string? ScriptOf(Run run) => run.Origin.Script ?? run.Origin.CommandLine;

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
