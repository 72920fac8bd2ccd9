using System.Management.Automation;
using ExperimentTracker.Contracts.Stores;
using ExperimentTracker.Services;
using ExperimentTracker.Web;

namespace ExperimentTracker.Dashboards;

/// <summary>The part of a page's address after <c>#</c> that shows records.</summary>
internal static class DashboardPages
{
    private const int MostCompared = 100;

    /// <summary>Returns the page of records: of one run, of several to compare, of experiments, or of a model.</summary>
    /// <exception cref="TrackerException"><c>DashboardPageUnknown</c>: there is no page of these objects. <c>RunNotFound</c> for a string.</exception>
    public static string Of(IReadOnlyList<object> shown, IExperimentStore store, CancellationToken cancellation)
    {
        if (shown.Count == 0) return "";
        var runs = new List<string>();
        var experiments = new List<string>();
        foreach (object item in shown)
        {
            switch (item)
            {
                case Run run: runs.Add(run.Id); break;
                case string text: runs.Add(Identities.FindRun(store, text, cancellation: cancellation).Id); break;
                case Experiment experiment: experiments.Add(experiment.Id); break;
                case Model model when shown.Count == 1: return $"#/models/{Escaped(model.Id)}";
                case ModelVersion version when shown.Count == 1: return $"#/models/{Escaped(version.ModelId)}";
                case PSObject { Properties: var properties } when properties["Id"]?.Value is string id && properties["ExperimentId"] is not null: runs.Add(id); break;
                default: throw DashboardErrors.PageUnknown(item.GetType().Name);
            }
        }

        return (runs.Count, experiments.Count) switch
        {
            (1, 0) => $"#/run/{Escaped(runs[0])}",
            ( > 1 and <= MostCompared, 0) => $"#/compare?runs={string.Join(',', runs.Select(Escaped))}",
            (0, > 0) => $"#/runs?experiment={string.Join(',', experiments.Select(Escaped))}",
            _ => throw DashboardErrors.PageUnknown(runs.Count > MostCompared ? $"{runs.Count} runs" : "runs and experiments"),
        };
    }

    private static string Escaped(string text) => Uri.EscapeDataString(text);
}
