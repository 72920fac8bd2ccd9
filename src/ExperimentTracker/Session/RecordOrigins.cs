using System.Management.Automation;
using System.Runtime.CompilerServices;
using ExperimentTracker.Binding;

namespace ExperimentTracker.Session;

/// <summary>
/// Which store a record came from, so that what one cmdlet gave the next one finds, whatever store it would use by itself. Kept beside the
/// records and not in them: a copy of a store has the same records.
/// </summary>
internal static class RecordOrigins
{
    private static readonly ConditionalWeakTable<object, RecordSource> Sources = [];
    private static readonly ConditionalWeakTable<string, RecordSource> Texts = [];

    /// <summary>
    /// Remembers where a record came from. Points come by the million and are not remembered one by one: they share the id of their run with
    /// their series (see <see cref="KeyOf"/>), and that is.
    /// </summary>
    public static void Note(object? record, RecordSource source)
    {
        if (record is null or MetricPoint || record.GetType().Assembly != typeof(Run).Assembly) return;
        Sources.AddOrUpdate(KeyOf(record), source);
        if (record is ArtifactCheck check) Note(check.Artifact, source);
    }

    /// <summary>Remembers where the points came from whose run has this string object as its id.</summary>
    public static void NotePoints(string runId, RecordSource source) => Sources.AddOrUpdate(runId, source);

    /// <summary>Remembers where the record came from that a text stands for. The string object has to be of its own.</summary>
    public static void NoteText(string text, RecordSource source) => Texts.AddOrUpdate(text, source);

    /// <summary>The source of a record, live or deserialized, or of an identity made of one; <see langword="null"/> for texts and rows.</summary>
    public static RecordSource? Of(object? value)
    {
        object? plain = value is PSObject wrapped ? wrapped.BaseObject : value;
        return plain switch
        {
            null => null,
            string text => Texts.TryGetValue(text, out RecordSource? of) ? of : null,
            RecordIdentity identity => identity.Source,
            PSCustomObject => ForeignRecord.SourceOf((PSObject)value!),
            _ => Sources.TryGetValue(KeyOf(plain), out RecordSource? source) ? source : null,
        };
    }

    /// <summary>The sources of a parameter's value: of one record, or of each in a list.</summary>
    public static IEnumerable<RecordSource> OfAll(object? value) =>
        value is Array list ? list.Cast<object?>().SelectMany(OfAll) : Of(value) is { } source ? [source] : [];

    // The string object of its id stands for a run: its metrics and their points share it. A store reads its records anew each time, so no
    // two stores share one.
    private static object KeyOf(object record) => record switch
    {
        Run run => run.Id,
        Metric metric => metric.RunId,
        MetricSeries series => series.RunId,
        MetricPoint point => point.RunId,
        _ => record,
    };
}
