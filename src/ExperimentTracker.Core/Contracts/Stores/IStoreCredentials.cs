namespace ExperimentTracker.Contracts.Stores;

/// <summary>The login of a user of a server. The password is asked for when a connection logs in, and is in no property, so that nothing shows or records it.</summary>
public interface IStoreCredentials
{
    /// <summary>The name of the user.</summary>
    string User { get; }

    /// <summary>Returns the password.</summary>
    string GetPassword();
}
