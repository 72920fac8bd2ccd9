using System.Text.Json;
using System.Text.Json.Serialization;

namespace ExperimentTracker.Rules;

/// <summary>What is known about the runs of a store when a retention policy decides.</summary>
public sealed record RetentionFacts
{
    /// <summary>The current time, in UTC.</summary>
    public required DateTime Now { get; init; }

    /// <summary>The goal of the policy's metric; not used without one.</summary>
    public MetricGoal Goal { get; init; }

    /// <summary>The ids of runs that live model versions come from.</summary>
    public IReadOnlySet<string> OfModels { get; init; } = new HashSet<string>();

    /// <summary>The ids of runs whose artifacts or model versions are inputs of live runs.</summary>
    public IReadOnlySet<string> Inputs { get; init; } = new HashSet<string>();

    /// <summary>The id of each live run of the store that has a parent, with the id of the parent.</summary>
    public IReadOnlyDictionary<string, string> Parents { get; init; } = new Dictionary<string, string>();
}

/// <summary>The definition of retention policies: what is valid, how they are stored, and which runs they keep.</summary>
public static class RetentionRules
{
    /// <summary>The key of the tag of an experiment whose value is its policy, as JSON.</summary>
    public const string PolicyTag = "retention";

    /// <summary>The key of the tag of a run that every policy keeps.</summary>
    public const string KeepTag = "keep";

    private static readonly JsonSerializerOptions Format = new(JsonSerializerDefaults.Web)
    {
        DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingDefault,
        UnmappedMemberHandling = JsonUnmappedMemberHandling.Disallow,
    };

    /// <summary>Returns the policy if it is valid: with at least one rule, a metric for the best runs, and no number or age below zero.</summary>
    /// <exception cref="TrackerException"><c>RetentionPolicyInvalid</c>.</exception>
    public static RetentionPolicy Check(RetentionPolicy policy)
    {
        string? why = policy is { KeepBest: null, KeepLast: null, OlderThan: null } ? "it has no rule: specify -KeepBest, -KeepLast or -OlderThan"
            : policy.KeepBest < 0 || policy.KeepLast < 0 || policy.OlderThan < TimeSpan.Zero ? "numbers and ages cannot be negative"
            : policy.KeepBest is not null && policy.Metric is null ? "the best runs need a metric: specify -Metric"
            : policy.KeepBest is null && policy.Metric is not null ? "a metric says which runs are the best: specify -KeepBest too"
            : null;
        return why is null ? policy : throw Invalid(policy.Experiment, why);
    }

    /// <summary>The value of the policy's tag.</summary>
    public static string Write(RetentionPolicy policy) => JsonSerializer.Serialize(policy, Format);

    /// <summary>Reads the value of a policy's tag.</summary>
    /// <exception cref="TrackerException"><c>RetentionPolicyInvalid</c>: it was not written by Set-RetentionPolicy.</exception>
    public static RetentionPolicy Read(string experimentId, string experiment, string? value)
    {
        try
        {
            RetentionPolicy policy = JsonSerializer.Deserialize<RetentionPolicy>(value ?? "null", Format) ?? new();
            return Check(policy with { ExperimentId = experimentId, Experiment = experiment });
        }
        catch (JsonException)
        {
            throw Invalid(experiment, $"its tag '{PolicyTag}' has another content. Set it again with Set-RetentionPolicy, or remove it with Remove-RetentionPolicy");
        }
    }

    /// <summary>Decides for each run of an experiment. Among the best and the newest are only runs that have ended; so running ones displace none.</summary>
    /// <param name="policy">The policy.</param>
    /// <param name="runs">All live runs of the experiment, with tags and metrics.</param>
    /// <param name="facts">What is known about them.</param>
    /// <returns>The decisions, in the order of the runs.</returns>
    public static IReadOnlyList<RetentionDecision> Decide(RetentionPolicy policy, IReadOnlyList<Run> runs, RetentionFacts facts)
    {
        Run[] ended = [.. runs.Where(run => run.Status.IsEnded())];
        HashSet<string> best = policy.Metric is { } metric ? Ids(RunRanking.Default.Rank(ended, metric, facts.Goal).Take(policy.KeepBest ?? 0)) : [];
        HashSet<string> last = Ids(ended.OrderByDescending(Begun).ThenByDescending(run => run.Number).Take(policy.KeepLast ?? 0));
        Dictionary<string, RetentionReason> reasons = runs.ToDictionary(run => run.Id, OwnReason, StringComparer.Ordinal);

        // The ancestors of what stays: of runs of this experiment that are kept, and of runs of other experiments.
        HashSet<string> ancestors = [];
        foreach ((string child, string parent) in facts.Parents)
        {
            if (reasons.TryGetValue(child, out RetentionReason reason) && reason == RetentionReason.Expired) continue;
            for (string? at = parent; at is not null && ancestors.Add(at); at = facts.Parents.GetValueOrDefault(at))
            {
                // Each step goes to the next ancestor, until one that is known already.
            }
        }

        return [.. runs.Select(run => new RetentionDecision
        {
            RunId = run.Id,
            Run = run.Path,
            Reason = reasons[run.Id] is RetentionReason.Expired && ancestors.Contains(run.Id) ? RetentionReason.Parent : reasons[run.Id],
        })];

        RetentionReason OwnReason(Run run) =>
            !run.Status.IsEnded() ? RetentionReason.NotEnded
            : run.Tags.Contains(KeepTag) ? RetentionReason.Tagged
            : facts.OfModels.Contains(run.Id) ? RetentionReason.ModelVersion
            : facts.Inputs.Contains(run.Id) ? RetentionReason.Input
            : best.Contains(run.Id) ? RetentionReason.Best
            : last.Contains(run.Id) ? RetentionReason.Last
            : facts.Now - (run.EndedAtUtc ?? run.CreatedAtUtc) <= policy.OlderThan ? RetentionReason.Recent
            : RetentionReason.Expired;

        static HashSet<string> Ids(IEnumerable<Run> chosen) => chosen.Select(run => run.Id).ToHashSet(StringComparer.Ordinal);

        static DateTime Begun(Run run) => run.StartedAtUtc ?? run.CreatedAtUtc;
    }

    /// <summary>The experiment has no policy. Id: <c>RetentionPolicyNotFound</c>.</summary>
    public static TrackerException NotFound(string experiment) => new(
        "RetentionPolicyNotFound", TrackerErrorKind.NotFound, experiment, $"Experiment '{experiment}' has no retention policy. Get-RetentionPolicy lists the existing ones.");

    private static TrackerException Invalid(string experiment, string why) => new(
        "RetentionPolicyInvalid", TrackerErrorKind.InvalidArgument, experiment, $"The retention policy of experiment '{experiment}' is not valid: {why}.");
}
