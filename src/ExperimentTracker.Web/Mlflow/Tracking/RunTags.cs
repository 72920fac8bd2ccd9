namespace ExperimentTracker.Web.Mlflow.Tracking;

/// <summary>Tags of MLflow. A few of them are properties of records in a store, and no tags.</summary>
internal static class RunTags
{
    /// <summary>The tag that is the name of a run.</summary>
    public const string Name = "mlflow.runName";

    /// <summary>The tag that is the parent of a run.</summary>
    public const string Parent = "mlflow.parentRunId";

    /// <summary>The tag that is the description of a run or an experiment.</summary>
    public const string Description = "mlflow.note.content";

    /// <summary>The tag with the user of a run.</summary>
    public const string User = "mlflow.user";

    /// <summary>The tag with the script or the notebook of a run.</summary>
    public const string Source = "mlflow.source.name";

    /// <summary>The tag with the commit of a run's source.</summary>
    public const string Commit = "mlflow.source.git.commit";

    /// <summary>The tag with the branch of a run's source.</summary>
    public const string Branch = "mlflow.source.git.branch";

    /// <summary>The tag with the logged models of a run, which is none for clients.</summary>
    public const string Outputs = "mlflow.modelOutputs";

    /// <summary>Returns the tags of a run for clients, in the order of their keys.</summary>
    public static IReadOnlyList<KeyValuePair<string, string>> Of(Run run)
    {
        var tags = new SortedDictionary<string, string>(StringComparer.Ordinal);
        foreach ((string key, string value) in Stored(run.Tags)) tags[key] = value;
        tags.Remove(Outputs);
        tags[Name] = run.Name;
        if (run.ParentRunId is { } parent) tags[Parent] = RunIds.ToClient(parent);
        if (run.Description is { } description) tags[Description] = description;
        if (run.Origin.User is { } user) tags.TryAdd(User, user);
        return [.. tags];
    }

    /// <summary>Returns the tags of another record for clients. A bare tag has an empty value.</summary>
    public static IEnumerable<KeyValuePair<string, string>> Stored(NamedValues tags) => tags.Pairs.Select(tag => KeyValuePair.Create(tag.Key, tag.Value as string ?? ""));
}
