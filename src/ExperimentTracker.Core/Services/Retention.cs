using System.Globalization;
using ExperimentTracker.Contracts.Catalog;
using ExperimentTracker.Contracts.Runs;
using ExperimentTracker.Contracts.Stores;
using ExperimentTracker.Filters;
using ExperimentTracker.Rules;
using ExperimentTracker.Values;

namespace ExperimentTracker.Services;

/// <summary>What a retention policy removes now.</summary>
/// <param name="Policy">The policy.</param>
/// <param name="Decisions">What it decides for each run.</param>
/// <param name="Artifacts">The ids of the artifacts to remove, if only artifacts are removed.</param>
/// <param name="Weight">What is removed, as a phrase: runs, points, artifacts and bytes.</param>
public sealed record RetentionPlan(RetentionPolicy Policy, IReadOnlyList<RetentionDecision> Decisions, IReadOnlyList<string> Artifacts, string Weight)
{
    /// <summary>The ids of the runs to remove, or whose artifacts are removed.</summary>
    public IReadOnlyList<string> Runs { get; } = [.. Decisions.Where(decision => decision.Goes).Select(decision => decision.RunId)];

    /// <summary>Whether nothing is removed.</summary>
    public bool IsEmpty => Policy.ArtifactsOnly ? Artifacts.Count == 0 : Runs.Count == 0;
}

/// <summary>Applies the retention policies of a store. What it reads for all of them is read once.</summary>
public sealed class Retention
{
    // Large enough for few queries, and small enough that writers do not wait long for a removal.
    private const int Batch = 1000;

    private readonly IExperimentStore store;
    private readonly Lazy<RetentionFacts> facts;

    /// <summary>Reads the policies of a store.</summary>
    public Retention(IExperimentStore store, CancellationToken cancellation)
    {
        this.store = store;
        facts = new(() => ReadFacts(cancellation));
    }

    /// <summary>The policies of experiments, each when it is asked for: an invalid one is an error.</summary>
    /// <param name="store">The store.</param>
    /// <param name="experiments">The experiments.</param>
    /// <param name="cancellation">Cancels the operation.</param>
    /// <returns>A function for each experiment that has a policy.</returns>
    public static IEnumerable<Func<RetentionPolicy>> Policies(IExperimentStore store, IReadOnlyCollection<Experiment> experiments, CancellationToken cancellation)
    {
        Dictionary<string, Experiment> known = experiments.ToDictionary(experiment => experiment.Id, StringComparer.Ordinal);
        return store.Tags.List(RecordType.Experiment, known.Keys, cancellation)
            .Where(tag => tag.Key.Equals(RetentionRules.PolicyTag, StringComparison.OrdinalIgnoreCase))
            .Select(tag => new Func<RetentionPolicy>(() => RetentionRules.Read(tag.TargetId, known[tag.TargetId].Name, tag.Value)));
    }

    /// <summary>Determines what a policy removes now, without changing anything.</summary>
    /// <exception cref="TrackerException"><c>GoalUnknown</c>: the runs have no goal for the metric, or different ones.</exception>
    public RetentionPlan Plan(RetentionPolicy policy, CancellationToken cancellation)
    {
        RetentionFacts known = facts.Value with { Now = store.Time.GetUtcNow().UtcDateTime };
        if (policy.Metric is { } metric)
        {
            IReadOnlyList<MetricGoal> goals = store.Metrics.Goals(metric, cancellation);
            known = known with { Goal = goals.Count == 1 ? goals[0] : throw FilterErrors.GoalUnknown(metric, goals.Count > 1) };
        }

        Run[] runs = [.. store.Runs.Query(new() { ExperimentIds = [policy.ExperimentId], Parts = RunParts.Tags | RunParts.Metrics }, cancellation)];
        IReadOnlyList<RetentionDecision> decisions = RetentionRules.Decide(policy, runs, known);
        string[] going = [.. decisions.Where(decision => decision.Goes).Select(decision => decision.RunId)];
        if (!policy.ArtifactsOnly) return new(policy, decisions, [], $"{store.Runs.EstimateRemoval(going, cancellation)}");
        Artifact[] artifacts = [.. going.Chunk(Batch).SelectMany(ids => store.Artifacts.Query(new() { OwnerType = RecordType.Run, OwnerIds = ids }, cancellation))];
        long bytes = artifacts.Where(artifact => artifact.IsStored).DistinctBy(artifact => artifact.Digest).Sum(artifact => artifact.Size ?? 0);
        int owners = artifacts.Select(artifact => artifact.OwnerId).Distinct().Count();
        return new(policy, decisions, [.. artifacts.Select(artifact => artifact.Id)], $"{Count(artifacts.Length, "artifact")} of {Count(owners, "run")}; at most {ByteSize.Format(bytes)} to be freed");
    }

    /// <summary>
    /// Removes what was planned, except what the policy does not remove any more: a run that was resumed or got the tag <c>keep</c> while the plan was confirmed, that a model version
    /// comes from now, or that is an input. It can be restored until a garbage collection.
    /// </summary>
    /// <returns>The number of runs or artifacts that were removed.</returns>
    /// <exception cref="TrackerException"><c>RunIsRunning</c>: a run was resumed in this moment.</exception>
    public int Apply(RetentionPlan plan, CancellationToken cancellation)
    {
        var later = new Retention(store, cancellation);
        RetentionPlan now = later.Plan(plan.Policy, cancellation);
        bool isOfArtifacts = plan.Policy.ArtifactsOnly;
        HashSet<string> going = [.. isOfArtifacts ? now.Artifacts : now.Runs];
        going.IntersectWith(isOfArtifacts ? plan.Artifacts : plan.Runs);
        if (!isOfArtifacts) later.KeepAncestors(going);
        foreach (string[] ids in going.Chunk(Batch))
        {
            if (isOfArtifacts) store.Artifacts.Remove(ids, cancellation);
            else store.Runs.Remove(ids, cancellation);
        }

        return going.Count;
    }

    // Of a run that came meanwhile, and was not confirmed.
    private void KeepAncestors(HashSet<string> going)
    {
        IReadOnlyDictionary<string, string> parents = facts.Value.Parents;
        foreach (string child in parents.Keys.Where(id => !going.Contains(id)))
            for (string? at = parents[child]; at is not null && going.Remove(at); at = parents.GetValueOrDefault(at));
    }

    private static string Count(int number, string noun) => string.Create(CultureInfo.InvariantCulture, $"{number:N0} {noun}{(number == 1 ? "" : "s")}");

    private RetentionFacts ReadFacts(CancellationToken cancellation)
    {
        var parents = new Dictionary<string, string>(StringComparer.Ordinal);
        var all = new List<string>();
        foreach (Run run in store.Runs.Query(new() { Parts = RunParts.None }, cancellation))
        {
            all.Add(run.Id);
            if (run.ParentRunId is { } parent) parents.Add(run.Id, parent);
        }

        IReadOnlyList<ModelVersion> versions = store.Models.Versions(new(), cancellation);
        RunInput[] inputs = [.. all.Chunk(Batch).SelectMany(ids => store.Inputs.List(ids, cancellation))];
        string[] versionsUsed = TargetsOf(RunInputKind.ModelVersion), artifactsUsed = TargetsOf(RunInputKind.Artifact);
        IReadOnlyList<ModelVersion> used = versionsUsed.Length == 0 ? [] : store.Models.Versions(new() { Ids = versionsUsed, Removed = RemovedFilter.All }, cancellation);
        return new()
        {
            Now = default,
            Parents = parents,
            OfModels = RunsOf(versions, versions.Select(version => version.ArtifactId)),
            Inputs = RunsOf(used, [.. artifactsUsed, .. used.Select(version => version.ArtifactId)]),
        };

        string[] TargetsOf(RunInputKind kind) => [.. inputs.Where(input => input.Kind == kind).Select(input => input.TargetId).Distinct()];

        HashSet<string> RunsOf(IEnumerable<ModelVersion> made, IEnumerable<string?> artifactIds) =>
        [
            .. made.Select(version => version.RunId).OfType<string>(),
            .. artifactIds.OfType<string>().Distinct().Chunk(Batch).SelectMany(ids => store.Artifacts.Query(new() { Ids = ids }, cancellation))
                .Where(artifact => artifact.OwnerType == RecordType.Run).Select(artifact => artifact.OwnerId),
        ];
    }
}
