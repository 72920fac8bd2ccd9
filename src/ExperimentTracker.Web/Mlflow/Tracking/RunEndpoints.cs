using ExperimentTracker.Web.Http;
using ExperimentTracker.Web.Mlflow.Protocol;

namespace ExperimentTracker.Web.Mlflow.Tracking;

/// <summary><c>mlflow/runs/…</c>: the lifecycle of runs and their tags.</summary>
internal static class RunEndpoints
{
    // Tags that are properties of a run.
    private static readonly string[] Properties = [RunTags.Name, RunTags.Parent, RunTags.Description];

    public static HttpReply Create(MlflowCall call)
    {
        Arguments arguments = call.Arguments;
        Experiment experiment = Experiments.FindLive(call, arguments.Has("experiment_id") ? arguments.RequiredId("experiment_id") : Experiments.DefaultId);
        Dictionary<string, string> tags = [];
        foreach (Arguments tag in arguments.Objects("tags")) tags[Limits.CheckKey("tag", tag.Required("key"))] = tag.Text("value") ?? "";
        string? name = arguments.Text("run_name") is { Length: > 0 } given ? given : null, tagged = tags.GetValueOrDefault(RunTags.Name);
        if (name is not null && tagged is not null && name != tagged)
            throw MlflowProblem.Invalid($"Both 'run_name' argument and '{RunTags.Name}' tag are specified, but with different values (run_name='{name}', {RunTags.Name}='{tagged}').");
        string? parent = tags.TryGetValue(RunTags.Parent, out string? parentId)
            ? call.Store.Runs.Query(new() { Ids = [.. RunIds.Meanings(parentId)], Parts = RunParts.None }, call.Cancellation).FirstOrDefault()?.Id : null;
        if (Times.Differs(call.Store, arguments.Integer("start_time"))) tags[Times.StartTag] = arguments.Integer("start_time")!.Value.ToString(CultureInfo.InvariantCulture);
        Run run = call.Store.Runs.Create(
            [
                new()
                {
                    ExperimentId = experiment.Id,
                    Name = name ?? tagged,
                    ParentRunId = parent,
                    Description = tags.GetValueOrDefault(RunTags.Description),
                    Start = true,
                    IsRemote = true,
                    Tags = new NamedValues(tags.Where(tag => tag.Key == RunTags.Parent ? parent is null : !Properties.Contains(tag.Key)).Select(tag => KeyValuePair.Create(tag.Key, (object?)tag.Value))),
                    Origin = new()
                    {
                        User = arguments.Text("user_id") is { Length: > 0 } user ? user : tags.GetValueOrDefault(RunTags.User),
                        Script = tags.GetValueOrDefault(RunTags.Source),
                        GitCommit = tags.GetValueOrDefault(RunTags.Commit),
                        GitBranch = tags.GetValueOrDefault(RunTags.Branch),
                    },
                },
            ],
            call.Cancellation)[0];
        return MlflowReply.Object(json => json.WriteRun("run", run, []));
    }

    public static HttpReply Get(MlflowCall call)
    {
        Run run = RunWriter.Find(call, RunId(call));
        IReadOnlyList<DatasetUse> inputs = [.. DatasetUse.Of(call.Store, [run.Id], call.Cancellation)[run.Id]];
        return MlflowReply.Object(json => json.WriteRun("run", run, inputs));
    }

    public static HttpReply Update(MlflowCall call)
    {
        Run run = RunWriter.FindLive(call, RunId(call));
        string? name = call.Arguments.Text("run_name") is { Length: > 0 } given ? given : null;
        if (RunStates.Read(call.Arguments, "status") is { } status) run = RunWriter.ChangeStatus(call, run, status);
        if (name is not null) call.Store.Runs.Update(run.Id, new() { Name = name }, call.Cancellation);
        if (Times.Differs(call.Store, call.Arguments.Integer("end_time"))) SetTag(call, run.Id, Times.EndTag, call.Arguments.Integer("end_time")!.Value.ToString(CultureInfo.InvariantCulture));
        run = RunWriter.Find(call, run.Id);
        return MlflowReply.Object(json => json.WriteInfo("run_info", run));
    }

    // In MLflow, a run that is running can be deleted. In a store it ends first.
    public static HttpReply Delete(MlflowCall call)
    {
        Run run = RunWriter.FindLive(call, RunId(call));
        if (run.Status == RunStatus.Running)
            call.Store.Runs.ChangeStatus(new() { RunId = run.Id, To = RunStatus.Cancelled, Reason = "A client of MLflow deleted the run.", Actor = call.Services.Actor }, call.Cancellation);
        call.Store.Runs.Remove([run.Id], call.Cancellation);
        return MlflowReply.Empty;
    }

    public static HttpReply Restore(MlflowCall call)
    {
        Run run = RunWriter.Find(call, RunId(call), RunParts.None);
        if (run.RemovedAt is not null) call.Store.Runs.Restore([run.Id], call.Cancellation);
        return MlflowReply.Empty;
    }

    public static HttpReply SetTag(MlflowCall call)
    {
        string key = Limits.CheckKey("tag", call.Arguments.Required("key")), value = call.Arguments.Text("value") ?? "";
        SetTag(call, RunWriter.FindLive(call, RunId(call)).Id, key, value);
        return MlflowReply.Empty;
    }

    public static HttpReply DeleteTag(MlflowCall call)
    {
        string key = call.Arguments.Required("key");
        Run run = RunWriter.FindLive(call, RunId(call), RunParts.Tags);
        if (key == RunTags.Description && run.Description is not null) call.Store.Runs.Update(run.Id, new() { Description = "" }, call.Cancellation);
        else if (key == RunTags.Parent && run.ParentRunId is not null) call.Store.Runs.Update(run.Id, new() { ParentRunId = "" }, call.Cancellation);
        else if (run.Tags.Contains(key)) call.Store.Tags.Remove(RecordType.Run, run.Id, [key], call.Cancellation);
        else throw MlflowProblem.NotFound($"No tag with name: {key} in run with id {RunIds.ToClient(run.Id)}");
        return MlflowReply.Empty;
    }

    /// <summary>Sets a tag, or the property that it is.</summary>
    public static void SetTag(MlflowCall call, string runId, string key, string value)
    {
        Run? parent = key != RunTags.Parent ? null : call.Store.Runs.Query(new() { Ids = [.. RunIds.Meanings(value)], Parts = RunParts.None }, call.Cancellation).FirstOrDefault();
        RunChange? change = key switch
        {
            RunTags.Name when value.Length > 0 => new() { Name = value },
            RunTags.Description => new() { Description = value },
            RunTags.Parent when parent is not null => new() { ParentRunId = parent.Id },
            _ => null,
        };
        if (change is not null) call.Store.Runs.Update(runId, change, call.Cancellation);
        else call.Store.Tags.Set(RecordType.Run, runId, new NamedValues([KeyValuePair.Create(key, (object?)value)]), call.Cancellation);
    }

    /// <summary>The id of the run that a request names, by its name of today or by the one of MLflow's first versions.</summary>
    public static string RunId(MlflowCall call) => call.Arguments.Text("run_id") is { Length: > 0 } id ? id
        : call.Arguments.Text("run_uuid") is { Length: > 0 } uuid ? uuid : throw Arguments.Missing("run_id");
}
