namespace ExperimentTracker;

/// <summary>What a user may do in a store. Each role may do what those before it may.</summary>
public enum StoreRole : long
{
    /// <summary>Reads everything.</summary>
    Reader,

    /// <summary>Records runs, and changes and removes the own ones; adds to the catalogue and registers versions of models.</summary>
    Writer,

    /// <summary>Changes and removes records of other users, and sets stages and aliases of models.</summary>
    Curator,

    /// <summary>Does everything: updates the schema of the store, deletes removed records permanently, and gives roles to others.</summary>
    Owner,
}
