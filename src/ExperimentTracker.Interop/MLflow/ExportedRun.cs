using ExperimentTracker.Interop.MLflow.Terms;
using ExperimentTracker.Transfer;

namespace ExperimentTracker.Interop.MLflow;

/// <summary>A run that a store exported to MLflow, and that comes back.</summary>
internal static class ExportedRun
{
    // A server can have times of its own clock.
    private static readonly TimeSpan ClockDifference = TimeSpan.FromMinutes(1);

    /// <summary>The run as it was, with what was changed in MLflow.</summary>
    /// <param name="read">The run as MLflow has it.</param>
    /// <param name="found">The run in MLflow.</param>
    /// <param name="own">The run as it was exported.</param>
    public static TransferRun Of(TransferRun read, MLflowRun found, TransferRun own)
    {
        (Run now, Run before) = (read.Run, own.Run);
        bool isStart = IsNear(found.StartedAt, before.StartedAt ?? before.CreatedAt);
        bool isStatus = found.Status?.ToUpperInvariant() == MLflowTerms.StatusOf(before.Status) || (before.Status == RunStatus.Pending && now.Status == RunStatus.Running && read.Metrics.Count == 0);
        bool isState = isStart && isStatus && (before.EndedAt is { } end ? IsNear(found.EndedAt, end) : now.EndedAt is null);
        Run state = isState ? before : now;
        return read with
        {
            Run = before with
            {
                Id = now.Id,
                ExperimentId = now.ExperimentId,
                Name = now.Name,
                Description = Kept(before.Description, now.Description),
                ParentRunId = now.ParentRunId,
                Parameters = now.Parameters,
                ParameterHash = before.Parameters.Equals(now.Parameters) ? before.ParameterHash : null,
                Origin = before.Origin with
                {
                    User = Kept(before.Origin.User, now.Origin.User),
                    Script = MLflowTerms.TagText(MLflowTerms.ScriptOf(before)) == now.Origin.Script ? before.Origin.Script : now.Origin.Script,
                    GitCommit = Kept(before.Origin.GitCommit, now.Origin.GitCommit),
                    GitBranch = Kept(before.Origin.GitBranch, now.Origin.GitBranch),
                },
                Status = state.Status,
                ErrorMessage = state.ErrorMessage,
                Error = state.Error,
                CreatedAt = isStart ? before.CreatedAt : now.CreatedAt,
                StartedAt = isStart ? before.StartedAt : now.StartedAt,
                EndedAt = state.EndedAt,
                UpdatedAt = isState || before.UpdatedAt > now.UpdatedAt ? before.UpdatedAt : now.UpdatedAt,
                RemovedAt = now.RemovedAt is null ? null : before.RemovedAt ?? now.RemovedAt,
            },
            History = isState ? own.History : read.History,
        };
    }

    private static string? Kept(string? before, string? now) => MLflowTerms.TagText(before) == (now ?? "") ? before : now;

    private static bool IsNear(long? milliseconds, DateTime time) =>
        milliseconds is { } found && Math.Abs(found - MLflowTerms.MillisecondsOf(time)) <= ClockDifference.TotalMilliseconds;
}
