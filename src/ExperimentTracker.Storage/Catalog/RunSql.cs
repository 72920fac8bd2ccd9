namespace ExperimentTracker.Storage.Catalog;

/// <summary>Expressions over runs that several queries share.</summary>
internal static class RunSql
{
    /// <summary>Where a run is found, <c>experiment/namespace/012</c>: of the run <c>r</c> of the experiment <c>e</c>.</summary>
    public const string Path = "e.name || '/' || CASE r.namespace WHEN '' THEN '' ELSE r.namespace || '/' END || printf('%03d', r.number)";

    /// <summary>The same under other aliases.</summary>
    public static string PathOf(string run, string experiment) =>
        $"{experiment}.name || '/' || CASE {run}.namespace WHEN '' THEN '' ELSE {run}.namespace || '/' END || printf('%03d', {run}.number)";
}
