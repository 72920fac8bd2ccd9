namespace ExperimentTracker.Storage.Catalog;

/// <summary>Shared SQL expressions for runs.</summary>
internal static class RunSql
{
    /// <summary>The path of a run, <c>experiment/namespace/012</c>: of the run <c>r</c> of the experiment <c>e</c>.</summary>
    public const string Path = "e.name || '/' || CASE r.namespace WHEN '' THEN '' ELSE r.namespace || '/' END || printf('%03d', r.number)";

    /// <summary>The same with other aliases.</summary>
    public static string PathOf(string run, string experiment) =>
        $"{experiment}.name || '/' || CASE {run}.namespace WHEN '' THEN '' ELSE {run}.namespace || '/' END || printf('%03d', {run}.number)";
}
