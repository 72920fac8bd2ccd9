using System.Management.Automation;
using System.Runtime.CompilerServices;

namespace ExperimentTracker.Stores;

/// <summary>
/// Remembers the source store of records, so that a cmdlet finds the output of another one, whatever store it would use otherwise. This is stored
/// beside the records and not in them, because a copy of a store has the same records.
/// </summary>
internal static class RecordOrigins
{
    private static readonly ConditionalWeakTable<object, RecordSource> Sources = [];
    private static readonly ConditionalWeakTable<string, RecordSource> Texts = [];

    /// <summary>
    /// Remembers the source of a record. Points are not remembered individually, because there can be millions: they share the id string of their run
    /// with their series (see <see cref="KeyOf"/>), whose source is remembered.
    /// </summary>
    public static void Set(object? record, RecordSource source)
    {
        if (record is null or MetricPoint || record.GetType().Assembly != typeof(Run).Assembly) return;
        Sources.AddOrUpdate(KeyOf(record), source);
        if (record is ArtifactCheck check) Set(check.Artifact, source);
    }

    /// <summary>Remembers the source of the points whose run has this string object as its id.</summary>
    public static void SetPoints(string runId, RecordSource source) => Sources.AddOrUpdate(runId, source);

    /// <summary>Remembers the source of a string that represents a record. The string object must not be shared.</summary>
    public static void SetText(string text, RecordSource source) => Texts.AddOrUpdate(text, source);

    /// <summary>
    /// The source of a live or deserialized record, or of an identity that was created from one; <see langword="null"/> for strings and rows.
    /// </summary>
    public static RecordSource? Of(object? value)
    {
        object? plain = value is PSObject wrapped ? wrapped.BaseObject : value;
        return plain switch
        {
            null => null,
            string text => Texts.TryGetValue(text, out RecordSource? of) ? of : null,
            IHasSource identity => identity.Source,
            PSCustomObject => SourceStore.Of((PSObject)value!),
            _ => Sources.TryGetValue(KeyOf(plain), out RecordSource? source) ? source : null,
        };
    }

    /// <summary>The sources of a parameter's value: of one record, or of each record in a list.</summary>
    public static IEnumerable<RecordSource> OfAll(object? value) =>
        value is Array list ? list.Cast<object?>().SelectMany(OfAll) : Of(value) is { } source ? [source] : [];

    // The id string object of a run is the key that its metrics and their points share. A store creates new objects with each read, so no two stores
    // share one.
    private static object KeyOf(object record) => record switch
    {
        Run run => run.Id,
        Metric metric => metric.RunId,
        MetricSeries series => series.RunId,
        MetricPoint point => point.RunId,
        _ => record,
    };
}
