namespace ExperimentTracker.Rules;

/// <summary>Errors about alerts.</summary>
public static class AlertErrors
{
    /// <summary>The store has an alert of this name. Id: <c>AlertExists</c>.</summary>
    public static TrackerException Exists(string name) => new(
        "AlertExists", TrackerErrorKind.AlreadyExists, name, $"The store has an alert '{name}'. Register-RunAlert -Force replaces it.");

    /// <summary>There is no such alert. Id: <c>AlertNotFound</c>.</summary>
    public static TrackerException NotFound(string name) => new(
        "AlertNotFound", TrackerErrorKind.NotFound, name, $"The store has no alert '{name}'. Get-RunAlert lists the existing ones.");

    /// <summary>A definition that is not valid. Id: <c>InvalidAlert</c>.</summary>
    public static TrackerException Invalid(object? target, string sentence) => new("InvalidAlert", TrackerErrorKind.InvalidArgument, target, sentence);

    /// <summary>An address that is itself a secret, in place of a reference. Id: <c>AlertAddressIsSecret</c>.</summary>
    /// <param name="why">What makes it a secret, without quoting it.</param>
    public static TrackerException AddressIsSecret(string why) => new(
        "AlertAddressIsSecret", TrackerErrorKind.InvalidArgument, null,
        $"The address of the web hook is a secret, which is not stored: {why}. Put it into an environment variable of the watcher and write -WebHook env:NAME, or into a vault of "
        + "SecretManagement and write -WebHook secret:NAME.");

    /// <summary>A secret in place of a reference. Id: <c>SecretReferenceExpected</c>.</summary>
    /// <param name="parameter">The parameter.</param>
    public static TrackerException ReferenceExpected(string parameter) => new(
        "SecretReferenceExpected", TrackerErrorKind.InvalidArgument, parameter,
        $"-{parameter} takes a reference and no secret, because secrets are not stored: env:NAME for an environment variable of the watcher, or secret:NAME for a secret of SecretManagement.");

    /// <summary>What a reference names is not there, or cannot be used. Id: <c>SecretNotAvailable</c>.</summary>
    /// <param name="reference">The reference.</param>
    /// <param name="why">Why, without quoting a secret.</param>
    public static TrackerException SecretNotAvailable(string reference, string why) => new(
        "SecretNotAvailable", TrackerErrorKind.Unavailable, reference, $"{reference}: {why}.");
}
