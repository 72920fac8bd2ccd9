namespace ExperimentTracker.Contracts.Stores;

/// <summary>The login of a user of a server. The password is asked for when a connection logs in, and is in no property, so that nothing shows or records it.</summary>
public interface IStoreCredentials
{
    /// <summary>The name of the user; <see langword="null"/> for the user of the address.</summary>
    string? User { get; }

    /// <summary>Returns the password, or a token that the server accepts as one. Called by several threads.</summary>
    /// <exception cref="TrackerException">There is none, for example <c>StoreTokenFailed</c>.</exception>
    string GetPassword();

    /// <summary>Called when the server refused the password.</summary>
    /// <returns>Whether <see cref="GetPassword"/> may return another one now, so that it is worth one more attempt.</returns>
    bool Renew() => false;
}
