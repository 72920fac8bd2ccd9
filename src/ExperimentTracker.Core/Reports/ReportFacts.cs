using System.Globalization;
using ExperimentTracker.Comparison;
using ExperimentTracker.Values;

namespace ExperimentTracker.Reports;

/// <summary>The properties of a run besides its metrics, as names and strings, shared by all formats of a report.</summary>
internal static class ReportFacts
{
    private const int DigestShown = 19;

    private static readonly Dictionary<string, string> Labels = new()
    {
        [nameof(RunOrigin.GitCommit)] = "Git commit",
        [nameof(RunOrigin.GitBranch)] = "Git branch",
        [nameof(RunOrigin.GitDirty)] = "Uncommitted changes",
        [nameof(RunOrigin.CommandLine)] = "Command line",
        [nameof(RunOrigin.Host)] = "Computer",
        [nameof(RunOrigin.WorkingDirectory)] = "Working directory",
        [nameof(RunOrigin.OperatingSystem)] = "Operating system",
        [nameof(RunOrigin.PowerShellVersion)] = "PowerShell",
        [nameof(RunOrigin.RuntimeVersion)] = ".NET",
        [nameof(RunOrigin.ModuleVersion)] = "ExperimentTracker",
        [nameof(Run.ParentRunId)] = "Parent run",
        [nameof(Run.ParameterHash)] = "Parameter hash",
        [nameof(Run.TraceId)] = "Trace",
    };

    /// <summary>The label of a property of a run or its origin.</summary>
    public static string LabelOf(string property) => Labels.GetValueOrDefault(property, property);

    /// <summary>The error that ended the run, with its details; or <see langword="null"/>.</summary>
    public static string? Error(Run run) => run.ErrorMessage is null ? null : string.Join('\n', new[]
    {
        run.ErrorMessage,
        run.ErrorType is null ? null : run.ErrorId is null ? run.ErrorType : $"{run.ErrorType} ({run.ErrorId})",
        run.Error.InnerErrors,
        run.Error.Line is null ? null : $"{run.Error.Position}: {run.Error.Line}",
        run.ScriptStackTrace,
    }.Where(part => part is not null));

    /// <summary>The version of the code.</summary>
    public static IEnumerable<KeyValuePair<string, string?>> Code(RunOrigin origin) => Known(
        (nameof(origin.GitCommit), origin.GitCommit),
        (nameof(origin.GitBranch), origin.GitBranch),
        (nameof(origin.GitDirty), origin.GitDirty is { } dirty ? YesOrNo(dirty) : null),
        (nameof(origin.Script), origin.Script),
        (nameof(origin.CommandLine), origin.CommandLine));

    /// <summary>The environment.</summary>
    public static IEnumerable<KeyValuePair<string, string?>> Environment(RunOrigin origin) => Known(
        (nameof(origin.Host), origin.Host),
        (nameof(origin.User), origin.User),
        (nameof(origin.WorkingDirectory), origin.WorkingDirectory),
        (nameof(origin.OperatingSystem), origin.OperatingSystem),
        (nameof(origin.PowerShellVersion), origin.PowerShellVersion),
        (nameof(origin.RuntimeVersion), origin.RuntimeVersion),
        (nameof(origin.ModuleVersion), origin.ModuleVersion));

    /// <summary>The project, experiment, namespace and trial.</summary>
    public static IEnumerable<KeyValuePair<string, string?>> Place(Run run) => Known(
        (nameof(run.Id), run.Id),
        (nameof(run.Project), run.Project),
        (nameof(run.Trial), run.Trial),
        (nameof(run.ParentRunId), run.ParentRunId),
        (nameof(run.ParameterHash), run.ParameterHash),
        (nameof(run.TraceId), run.TraceId));

    /// <summary>The parameters.</summary>
    public static IEnumerable<KeyValuePair<string, string?>> Parameters(Run run) =>
        FlatValues.Of(run.Parameters).Select(p => Pair(p.Key, Text(p.Value)));

    /// <summary>A configuration; one that is not an object is a value without a name.</summary>
    public static IEnumerable<KeyValuePair<string, string?>> Config(object? config) => config switch
    {
        null => [],
        NamedValues values => FlatValues.Of(values).Select(p => Pair(p.Key, Text(p.Value))),
        _ => [Pair("", Text(config))],
    };

    /// <summary>The inputs of a run, by kind and role, and the model versions that it produced.</summary>
    public static IEnumerable<KeyValuePair<string, string?>> Data(ReportRun run) =>
    [
        .. run.Inputs.Select(i => Pair(i.Role is null ? $"{i.Kind}" : $"{i.Kind} {i.Role}", i.Name)),
        .. run.ModelVersions.Select(v => Pair("Model made", Joined(v.Path, v.Stage == ModelStage.None ? null : $"{v.Stage}", v.Description))),
    ];

    /// <summary>The datasets of an experiment.</summary>
    public static IEnumerable<KeyValuePair<string, string?>> Datasets(ReportExperiment experiment) =>
        experiment.Datasets.Select(d => Pair(d.Name == experiment.Experiment.Dataset ? "Dataset (primary)" : "Dataset", Describe(d)));

    /// <summary>The type, kind and size of an artifact.</summary>
    public static string Describe(Artifact artifact) => Joined(
        artifact.Type,
        artifact.Kind != ArtifactKind.Folder ? artifact.Kind.ToString().ToLowerInvariant()
            : artifact.FileCount == 1 ? "1 file"
            : $"{artifact.FileCount} files",
        artifact.Size is { } size ? ByteSize.Format(size) : null);

    /// <summary>What the pages call the kind of an artifact.</summary>
    public static string KindOf(Artifact artifact) => artifact.Kind switch
    {
        ArtifactKind.Folder => "folder",
        ArtifactKind.Text or ArtifactKind.Object => "text",
        ArtifactKind.Reference => "reference",
        ArtifactKind.Record => "record",
        _ => "file",
    };

    /// <summary>The beginning of an artifact's digest, or its location.</summary>
    public static string PlaceOf(Artifact artifact) =>
        !artifact.IsStored && artifact.Location is { } location ? location : artifact.Digest?[..Math.Min(DigestShown, artifact.Digest.Length)] ?? "";

    /// <summary>Tags; a bare tag has no value.</summary>
    public static IEnumerable<KeyValuePair<string, string?>> Tags(NamedValues tags) =>
        tags.Pairs.Select(t => Pair(t.Key, t.Value is null ? null : Text(t.Value)));

    /// <summary>Formats a number with six significant digits in the invariant culture.</summary>
    public static string Number(double? number) => number is { } value ? ReadableText.Number(value, CultureInfo.InvariantCulture) : "–";

    /// <summary>Formats a value; floating-point numbers with all digits.</summary>
    public static string Text(object? value) => value is null ? "null" : ValueText.Format(value);

    /// <summary>Formats a Boolean value.</summary>
    public static string YesOrNo(bool answer) => answer ? "yes" : "no";

    private static string Describe(Dataset dataset) =>
        Joined(dataset.Name, dataset.Size is { } size ? $"{Text(size)} {dataset.SizeUnit}".TrimEnd() : null, dataset.Location);

    private static KeyValuePair<string, string?> Pair(string name, string? text) => KeyValuePair.Create(name, text);

    private static string Joined(params string?[] parts) => string.Join(" · ", parts.Where(part => !string.IsNullOrEmpty(part)));

    private static IEnumerable<KeyValuePair<string, string?>> Known(params (string Property, string? Text)[] facts) =>
        facts.Where(f => !string.IsNullOrEmpty(f.Text)).Select(f => Pair(LabelOf(f.Property), f.Text));
}
