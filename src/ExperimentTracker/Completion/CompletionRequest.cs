using System.Collections;
using System.Management.Automation;
using ExperimentTracker.Contracts.Catalog;
using ExperimentTracker.Contracts.Stores;
using ExperimentTracker.Services;
using ExperimentTracker.Sessions;

namespace ExperimentTracker.Completion;

/// <summary>The input of a completion.</summary>
/// <param name="Current">The current run of the session, unless its store would have to be opened over a network.</param>
/// <param name="Store">The store that the command would use.</param>
/// <param name="Command">The name of the command.</param>
/// <param name="Parameter">The name of the parameter.</param>
/// <param name="Typed">The partial word, without its quotes.</param>
/// <param name="Bound">The other parameters of the command.</param>
/// <param name="Cancellation">Cancels waiting for other processes.</param>
internal sealed record CompletionRequest(
    CurrentRun? Current, IExperimentStore Store, string Command, string Parameter, string Typed, IDictionary Bound, CancellationToken Cancellation)
{
    /// <summary>Whether to complete removed records: for <c>Restore-…</c>, and with <c>-Removed</c>.</summary>
    public RemovedFilter Removed =>
        Command.StartsWith("Restore-", StringComparison.OrdinalIgnoreCase) || Bound["Removed"] is SwitchParameter { IsPresent: true } or true
            ? RemovedFilter.Removed
            : RemovedFilter.Live;

    /// <summary>The string of another parameter; for a record, its id.</summary>
    public string? Given(string parameter) => Bound[parameter] switch
    {
        null => null,
        Array { Length: > 0 } several => TextOf(several.GetValue(0)),
        object value => TextOf(value),
    };

    /// <summary>The id of the given experiment, or <see langword="null"/> if none was given or none matches.</summary>
    public string? ExperimentId => Given("Experiment") is { } text ? Identities.FindExperimentLabel(Store, text)?.Id : null;

    /// <summary>The given run, or the current one; or else some of the newest runs, of the given experiment.</summary>
    public IEnumerable<Run> Runs(int most)
    {
        if (Given("Run") is { } text) return Identities.MatchRuns(Store, text);
        if (ExperimentId is null && Current is { } current)
        {
            return current.Store.Runs.Query(new() { Ids = [current.RunId] }, Cancellation);
        }

        return Store.Runs.Query(new() { ExperimentIds = ExperimentId is { } id ? [id] : null, First = most }, Cancellation);
    }

    private static string? TextOf(object? value) => (value is PSObject wrapped ? wrapped.BaseObject : value) switch
    {
        null => null,
        Run run => run.Id,
        Experiment experiment => experiment.Id,
        Project project => project.Id,
        Trial trial => trial.Id,
        Model model => model.Id,
        ModelVersion version => version.Id,
        Dataset dataset => dataset.Id,
        object other => LanguagePrimitives.ConvertTo<string>(other),
    };
}
