using System.Globalization;
using ExperimentTracker.Interop.MLflow.Terms;
using ExperimentTracker.Transfer;
using ExperimentTracker.Values;

namespace ExperimentTracker.Interop.MLflow.Export;

/// <summary>
/// Sends runs to an MLflow server. A run that the server has as it is now is not sent again; of another one, what the server lacks is sent. So an export that was
/// interrupted is continued by the next one.
/// </summary>
internal sealed class ServerExport(MLflowTarget target, MLflowApi api, ExportRequest request)
{
    /// <summary>The tag that says as of when a run is complete on the server.</summary>
    public const string StateTag = OwnRecords.Prefix + "sent";

    private readonly Dictionary<string, MLflowFoundRun> runs = new(StringComparer.Ordinal);
    private readonly List<(MLflowFoundRun Found, Run Run)> changed = [];
    private readonly Dictionary<string, List<OwnArtifact>> artifacts = new(StringComparer.Ordinal);

    /// <summary>The datasets that the runs used.</summary>
    public RunInputs Inputs { get; } = new(request.Losses);

    /// <summary>Sends an experiment with its tags.</summary>
    public void Send(TransferExperiment item)
    {
        if (item.Experiment.RemovedAt is null) target.SendTags(item, request.Cancellation);
    }

    /// <summary>Sends a run with its parameters, tags and points.</summary>
    public void Send(TransferRun item)
    {
        Run run = item.Run;
        if (run.RemovedAt is not null)
        {
            request.Losses.Add("run", "It was removed.", run.Path);
            return;
        }

        request.Losses.Add("line of a log", "MLflow has no log of a run.", run.Path, item.Logs.Count);
        request.Losses.Add("distribution", "MLflow has no distributions.", run.Path, item.Distributions.Count);
        MLflowFoundRun found = runs[run.Id] = target.FindOrCreate(run, request.Cancellation);
        if (found.Tags.TryGetValue(StateTag, out string? sent) && sent == StateOf(run)) return;
        var names = new MLflowNames(item.Metrics.Select(m => m.Name));
        target.SendDetails(found, item, RunNames.OnServer(item, names), parent: null, request.Cancellation);
        foreach (TransferSeries series in item.Metrics) target.SendPoints(found, names.Of(series.Name), series.Points, compare: !found.IsNew, request.Cancellation);
        target.SetStatus(found, run, request.Cancellation);
        changed.Add((found, run));
        artifacts.Add(run.Id, []);
    }

    /// <summary>Uploads the content of an artifact.</summary>
    public void Send(TransferArtifact item)
    {
        Artifact artifact = item.Artifact;
        if (artifact.RemovedAt is not null) return;
        if (item.RunId is not null && artifacts.TryGetValue(item.RunId, out List<OwnArtifact>? records)) records.Add(OwnArtifact.Of(item, artifact.IsStored ? ArtifactFiles.PathOf(artifact) : null));
        string? problem = item.RunId is null || !runs.TryGetValue(item.RunId, out MLflowFoundRun? run) ? "MLflow keeps artifacts of runs only."
            : run.ArtifactPath is null ? "The server does not take uploads: start it with --serve-artifacts."
            : !artifact.IsStored ? "The store does not have its content."
            : null;
        if (problem is not null)
        {
            request.Losses.Add("artifact", problem, $"{artifact.Owner}: {artifact}");
            return;
        }

        run = runs[item.RunId!];
        if (!artifacts.ContainsKey(item.RunId!)) return;
        foreach ((string path, string digest) in ArtifactFiles.Of(item))
        {
            api.Put($"{run.ArtifactPath}/{path}", () => request.Source.Open(digest) ?? Stream.Null, request.Cancellation);
        }
    }

    /// <summary>Nests the runs and says that they are complete.</summary>
    public void Finish()
    {
        IReadOnlyDictionary<string, List<OwnInput>> inputs = Inputs.ByRun();
        foreach ((MLflowFoundRun found, Run run) in changed)
        {
            if (inputs.TryGetValue(run.Id, out List<OwnInput>? used) && !target.SendInputs(found, used, request.Cancellation))
                request.Losses.Add("input of a run", "The server has no inputs: its version is older than 2.4.", run.Path, used.Count);
            if (artifacts[run.Id].Count > 0) target.SendArtifacts(found, artifacts[run.Id], request.Cancellation);
            if (run.ParentRunId is { } parent && runs.TryGetValue(parent, out MLflowFoundRun? parentRun)) target.SetTag(found, MLflowTerms.ParentTag, parentRun.Id, request.Cancellation);
            if (run.Status is not (RunStatus.Running or RunStatus.Pending)) target.SetTag(found, StateTag, StateOf(run), request.Cancellation);
        }
    }

    private static string StateOf(Run run) => UtcTicks.From(run.UpdatedAt).ToString(CultureInfo.InvariantCulture);
}
