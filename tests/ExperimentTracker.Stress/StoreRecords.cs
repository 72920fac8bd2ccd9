using System.Collections;
using System.Globalization;
using System.Reflection;
using ExperimentTracker.Contracts.Catalog;
using ExperimentTracker.Contracts.Stores;
namespace ExperimentTracker.Stress;

/// <summary>
/// The content of a store, as its queries return it, property by property. It does not use the code of exports and merges, so it detects what these
/// omit.
/// </summary>
public static class StoreRecords
{
    private static CancellationToken None => CancellationToken.None;

    /// <summary>Every record, one property a line, in an order that does not depend on the store.</summary>
    public static string Text(IExperimentStore store) => string.Join('\n', All(store).SelectMany(Lines).Order(StringComparer.Ordinal));

    /// <summary>Every record that the queries of the store return, including removed ones.</summary>
    public static IEnumerable<object> All(IExperimentStore store)
    {
        Run[] runs = [.. store.Runs.Query(new() { Removed = RemovedFilter.All }, None)];
        string[] runIds = [.. runs.Select(r => r.Id)];
        IReadOnlyList<Project> projects = store.Projects.Query(new() { Removed = RemovedFilter.All }, None);
        IReadOnlyList<Experiment> experiments = store.Experiments.Query(new() { Removed = RemovedFilter.All }, None);
        IReadOnlyList<Model> models = store.Models.Query(new() { Removed = RemovedFilter.All }, None);
        IReadOnlyList<ModelVersion> versions = store.Models.Versions(new() { Removed = RemovedFilter.All }, None);
        IReadOnlyList<Metric> metrics = store.Metrics.List(runIds, None);
        IReadOnlyList<Artifact> artifacts = store.Artifacts.Query(new(), None);
        return
        [
            .. projects, .. experiments, .. store.Trials.Query(new() { Removed = RemovedFilter.All }, None),
            .. runs, .. store.Runs.History(runIds, None), .. store.Parameters.List(runIds, None), .. store.Inputs.List(runIds, None),
            .. store.Evaluations.Query(new() { Type = RecordType.Epoch }, None), .. store.Evaluations.Query(new() { Type = RecordType.Result }, None),
            .. runIds.SelectMany(id => store.Distributions.Query(new() { RunId = id }, None)),
            .. runIds.SelectMany(id => store.Logs.Query(new() { RunId = id }, None)),
            .. metrics, .. metrics.SelectMany(m => store.Metrics.Read(m, 0, long.MaxValue, None).Points()),
            .. artifacts, .. artifacts.SelectMany(a => store.Artifacts.Files(a.Id, None).Select(f => new FileOf(a.Id, f))),
            .. store.Datasets.Query(new(), None), .. store.Datasets.Encoders(null, None),
            .. models, .. versions, .. store.Models.StageHistory([.. versions.Select(v => v.Id)], None),
            .. store.Tags.List(RecordType.Project, [.. projects.Select(p => p.Id)], None),
            .. store.Tags.List(RecordType.Experiment, [.. experiments.Select(e => e.Id)], None),
            .. store.Tags.List(RecordType.Run, runIds, None),
            .. store.Tags.List(RecordType.Model, [.. models.Select(m => m.Id)], None),
            .. store.Tags.List(RecordType.ModelVersion, [.. versions.Select(v => v.Id)], None),
        ];
    }

    /// <summary>The public properties of a record and of the records in it, as <c>Run run_1.Origin.Host = h</c>.</summary>
    public static IEnumerable<string> Lines(object record)
    {
        (string Path, PropertyInfo Property, object? Value)[] properties = [.. Properties(record)];
        string key = string.Join(' ', properties.Where(p => p.Value is string or long && IsKey(p.Path)).Select(p => Text(p.Value)));
        return properties.Select(p => $"{record.GetType().Name} {key}.{p.Path} = {Text(p.Value)}");
    }

    /// <summary>The public properties of a record and of the records in it, with their paths.</summary>
    public static IEnumerable<(string Path, PropertyInfo Property, object? Value)> Properties(object record)
    {
        foreach (PropertyInfo property in record.GetType().GetProperties(BindingFlags.Public | BindingFlags.Instance))
        {
            object? value = property.GetValue(record);
            if (DependsOnStoreOrTime(record, property)) continue;
            if (value is not null && IsRecord(value.GetType()))
            {
                foreach ((string path, PropertyInfo inner, object? of) in Properties(value)) yield return ($"{property.Name}.{path}", inner, of);
            }
            else
            {
                yield return (property.Name, property, value);
            }
        }
    }

    /// <summary>Whether the type is one of the module's records.</summary>
    public static bool IsRecord(Type type) =>
        (type.Assembly == typeof(Run).Assembly && type.GetMethod("<Clone>$") is not null) || type == typeof(FileOf);

    // The location of a blob depends on the store, and the duration of a running run on the time of the query.
    private static bool DependsOnStoreOrTime(object record, PropertyInfo property) => record switch
    {
        Artifact { IsStored: true } => property.Name == nameof(Artifact.Location),
        Run { Status: RunStatus.Running } => property.Name == nameof(Run.Duration),
        _ => false,
    };

    private static bool IsKey(string path) => path is "Id" or "RunId" or "TargetId" or "VersionId" or "Key" or "Name" or "Type" or "ArtifactId" or "File.Path" or "Step" or "Label";

    private static string Text(object? value) => value switch
    {
        null => "null",
        string text => $"'{text}'",
        double number => BitConverter.DoubleToInt64Bits(number).ToString("x16", CultureInfo.InvariantCulture) + number.ToString(" R", CultureInfo.InvariantCulture),
        DateTime time => time.ToUniversalTime().ToString("O", CultureInfo.InvariantCulture),
        NamedValues map => "{" + string.Join(", ", map.Pairs.Select(p => $"{p.Key}: {Text(p.Value)}")) + "}",
        _ when IsRecord(value.GetType()) => "(" + string.Join("; ", Lines(value)) + ")",
        IEnumerable list => "[" + string.Join(", ", list.Cast<object?>().Select(Text)) + "]",
        IFormattable other => $"{other.GetType().Name} {other.ToString(null, CultureInfo.InvariantCulture)}",
        _ => $"{value.GetType().Name} {value}",
    };

    private sealed record FileOf(string ArtifactId, ArtifactFile File);
}
