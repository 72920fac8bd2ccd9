using ExperimentTracker.Contracts.Stores;

namespace ExperimentTracker.Mcp.Tools;

/// <summary>Runs as the answers of tools have them.</summary>
internal static class RunFacts
{
    /// <summary>A run in short: what a list needs.</summary>
    public static object Short(Run run) => new
    {
        id = run.Id,
        path = run.Path,
        name = run.Name,
        project = run.Project,
        status = run.Status.ToString(),
        created = ToolJson.Time(run.CreatedAt),
        seconds = run.Duration is { } duration ? Math.Round(duration.TotalSeconds, 1) : (double?)null,
        progress = run.Progress,
        parameters = ToolJson.Values(run.Parameters),
        metrics = ToolJson.Values(run.Metrics),
        tags = ToolJson.Values(run.Tags),
        error = run.ErrorMessage,
    };

    /// <summary>A run with the statistics of its metrics, its artifacts and inputs.</summary>
    public static object Full(IExperimentStore store, Run run, CancellationToken cancellation) => new
    {
        run = Short(run),
        description = run.Description,
        started = ToolJson.Time(run.StartedAt),
        ended = ToolJson.Time(run.EndedAt),
        parent = run.ParentRunId,
        trial = run.Trial,
        origin = new { run.Origin.Host, run.Origin.User, run.Origin.Script, run.Origin.CommandLine, run.Origin.GitCommit, run.Origin.GitBranch, run.Origin.GitDirty },
        errorDetails = run.Error.Type is null ? null : new { run.Error.Type, run.Error.Id, run.Error.Position, run.Error.ScriptStackTrace },
        metrics = store.Metrics.List([run.Id], cancellation).Select(m => new
        {
            name = m.Name, m.Unit, goal = m.Goal?.ToString(), m.Count, m.FirstStep, m.First, m.LastStep, m.Last, m.Min, m.MinStep, m.Max, m.MaxStep, m.Mean, nan = m.NaNCount == 0 ? (long?)null : m.NaNCount,
        }),
        artifacts = store.Artifacts.Query(new() { OwnerIds = [run.Id] }, cancellation).Select(a => new { key = a.ToString(), kind = a.Kind.ToString(), a.Type, a.MediaType, a.Size }),
        inputs = store.Inputs.List([run.Id], cancellation).Select(i => i.ToString()),
        children = store.Runs.Query(new() { ParentRunId = run.Id, Parts = 0 }, cancellation).Take(100).Select(c => c.Path),
    };
}
