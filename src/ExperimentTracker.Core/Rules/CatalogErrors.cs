namespace ExperimentTracker.Rules;

/// <summary>Errors about looking up, naming and creating projects, experiments, trials and runs.</summary>
public static class CatalogErrors
{
    private const int CandidatesShown = 5;

    /// <summary>No record matches the string. Id: <c>ProjectNotFound</c>, <c>ExperimentNotFound</c>, <c>RunNotFound</c> …</summary>
    public static TrackerException NotFound(RecordType type, string text) => new(
        $"{type}NotFound", TrackerErrorKind.NotFound, text,
        $"No {type.Noun()} matches '{text}'. Get-{type} lists those of the store; " +
        $"Get-{type} -Removed those that were removed{(type == RecordType.Run ? ", Get-Experiment -Removed what took its runs along" : "")}.");

    /// <summary>Several records match. Id: <c>ProjectAmbiguous</c>, <c>ExperimentAmbiguous</c>, <c>RunAmbiguous</c> …</summary>
    public static TrackerException Ambiguous(RecordType type, string text, IReadOnlyList<string> candidates)
    {
        string shown = string.Join(", ", candidates.Take(CandidatesShown));
        string more = candidates.Count > CandidatesShown ? $" and {candidates.Count - CandidatesShown} more" : "";
        return new($"{type}Ambiguous", TrackerErrorKind.Ambiguous, text,
            $"'{text}' matches {candidates.Count} {type.Noun()}s: {shown}{more}. Give more characters of the id, or pipe the object.");
    }

    /// <summary>Another live record of the same parent has the name. Id: <c>ProjectExists</c>, <c>ExperimentExists</c> …</summary>
    public static TrackerException NameTaken(RecordType type, string name, string parent) => new(
        $"{type}Exists", TrackerErrorKind.AlreadyExists, name,
        $"{parent} already has {type.Article()} {type.Noun()} named '{name}' (case is ignored). Choose another name, or use the existing one.");

    /// <summary>A live or removed record has the id. Id: <c>ProjectIdExists</c>, <c>RunIdExists</c> …</summary>
    public static TrackerException IdTaken(RecordType type, string id) => new(
        $"{type}IdExists", TrackerErrorKind.AlreadyExists, id,
        $"The store already has {type.Article()} {type.Noun()} with the id '{id}', perhaps a removed one. Ids are never reused.");

    /// <summary>A name is not valid. Id: <c>InvalidName</c>.</summary>
    public static TrackerException InvalidName(string what, string? name, string why) => new(
        "InvalidName", TrackerErrorKind.InvalidArgument, name, $"{what} '{name}' is not valid: {why}.");

    /// <summary>An id is not valid. Id: <c>InvalidId</c>.</summary>
    public static TrackerException InvalidId(string? id, string why) => new(
        "InvalidId", TrackerErrorKind.InvalidArgument, id, $"The id '{id}' is not valid: {why}.");

    /// <summary>The parent is removed, so the child cannot be restored alone. Id: <c>ParentRemoved</c>.</summary>
    public static TrackerException ParentRemoved(RecordType type, string name, RecordType parentType, string parent) => new(
        "ParentRemoved", TrackerErrorKind.InvalidState, name,
        $"The {type.Noun()} '{name}' belongs to the removed {parentType.Noun()} '{parent}'. Restore that one first: Restore-{parentType} '{parent}'.");

    /// <summary>A trial of another experiment. Id: <c>OtherExperiment</c>.</summary>
    public static TrackerException OtherExperiment(string trial, string experiment) => new(
        "OtherExperiment", TrackerErrorKind.InvalidArgument, trial,
        $"The trial '{trial}' belongs to another experiment than the run, which belongs to '{experiment}'. Omit -Experiment, or name a trial of that experiment.");

    /// <summary>The record is removed and cannot be changed. Id: <c>RecordRemoved</c>.</summary>
    public static TrackerException Removed(RecordType type, string name) => new(
        "RecordRemoved", TrackerErrorKind.InvalidState, name,
        $"The {type.Noun()} '{name}' was removed. Restore it first: Restore-{type}.");
}
