using System.Collections.Specialized;
using ExperimentTracker.Rules;

namespace ExperimentTracker.Binding;

/// <summary>Creates dictionaries of runs by uid.</summary>
internal static class RunDictionary
{
    /// <summary>Returns the runs by uid, oldest first.</summary>
    /// <exception cref="TrackerException"><c>RunAmbiguous</c>: the runs belong to several experiments or namespaces, so a uid is not unique.</exception>
    public static OrderedDictionary ByUid(IEnumerable<Run> runs)
    {
        var byUid = new OrderedDictionary(StringComparer.Ordinal);
        foreach (Run run in runs.OrderBy(r => r.Number))
        {
            if (byUid[run.Uid] is Run other) throw CatalogErrors.Ambiguous(RecordType.Run, run.Uid, [other.Path, run.Path]);
            byUid.Add(run.Uid, run);
        }

        return byUid;
    }
}
