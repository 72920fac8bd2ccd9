namespace ExperimentTracker.Contracts.Blobs;

/// <summary>Errors about the location of artifacts in an object store.</summary>
public static class BlobErrors
{
    /// <summary>The location is not valid. Id: <c>ArtifactsLocationInvalid</c>.</summary>
    /// <param name="location">The location without anything that may be a secret.</param>
    /// <param name="why">The reason, as a clause.</param>
    public static TrackerException LocationInvalid(string location, string why) => new(
        "ArtifactsLocationInvalid", TrackerErrorKind.InvalidArgument, location,
        $"'{location}' is not a location for artifacts: {why}. Write s3://bucket/prefix?region=…, with &endpoint=… and &pathstyle=true for a service other than " +
        "Amazon's, or azure://account/container/prefix. Credentials come from the environment, a profile or the machine's identity, never from the location.");

    /// <summary>The store has its artifacts somewhere else. Id: <c>ArtifactsElsewhere</c>.</summary>
    public static TrackerException Elsewhere(string store, string requested, string recorded) => new(
        "ArtifactsElsewhere", TrackerErrorKind.InvalidState, store,
        $"The store '{store}' has its artifacts in {recorded}, not in {requested}. Where artifacts are is decided when a store is created. Open it " +
        "without naming a location, or create a new store for the other location and merge this one into it.");

    /// <summary>The location belongs to another store. Id: <c>ArtifactsTaken</c>.</summary>
    public static TrackerException Taken(string location, string owner) => new(
        "ArtifactsTaken", TrackerErrorKind.AlreadyExists, location,
        $"The location {location} has the artifacts of another store ({owner}), whose garbage collection would delete what this one adds. Name another prefix; or, if that " +
        "store does not exist any more, delete the object 'store' there, which names it.");

    /// <summary>The module was installed without the files of the backend. Id: <c>ArtifactsBackendMissing</c>.</summary>
    public static TrackerException BackendMissing(string location, string scheme, string folder) => new(
        "ArtifactsBackendMissing", TrackerErrorKind.Unsupported, location,
        $"The artifacts in {location} need the files for {scheme}: in the folder '{folder}', which this installation of the module lacks. Install the module again.");

    /// <summary>The service cannot be reached, or fails. Id: <c>ArtifactsUnreachable</c>.</summary>
    public static TrackerException Unreachable(string location, Exception inner) => new(
        "ArtifactsUnreachable", TrackerErrorKind.Unavailable, location,
        $"The artifacts in {location} cannot be reached: {inner.Message.TrimEnd('.')}. Check the network, the endpoint and the region, and try again; nothing was added.", inner);

    /// <summary>The service denies access, or there are no credentials. Id: <c>ArtifactsAccessDenied</c>.</summary>
    public static TrackerException AccessDenied(string location, string variables, Exception inner) => new(
        "ArtifactsAccessDenied", TrackerErrorKind.PermissionDenied, location,
        $"Access to the artifacts in {location} was denied: {inner.Message.TrimEnd('.')}. Credentials come from {variables}; they need the right to read, write, list and delete there.",
        inner);

    /// <summary>There is no such bucket or container. Id: <c>ArtifactsNotFound</c>.</summary>
    public static TrackerException NotFound(string location, Exception inner) => new(
        "ArtifactsNotFound", TrackerErrorKind.NotFound, location,
        $"The bucket or container of {location} does not exist ({inner.Message.TrimEnd('.')}). Create it with the tools of its service, or check the name and the endpoint.", inner);

    /// <summary>The bytes changed while they were uploaded. Id: <c>ArtifactChanging</c>.</summary>
    public static TrackerException Changing(string location) => new(
        "ArtifactChanging", TrackerErrorKind.InvalidState, location,
        $"The bytes of an artifact changed while they were uploaded to {location}. Add it when no program writes to it any more.");
}
