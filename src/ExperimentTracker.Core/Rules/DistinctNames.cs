using ExperimentTracker.Json;

namespace ExperimentTracker.Rules;

/// <summary>The rule that one call has each name once, ignoring case. Otherwise it would depend on the order of a hashtable which value is kept.</summary>
public static class DistinctNames
{
    /// <summary>Throws when two parameters, or two dotted names within them (<c>optimizer.lr</c>), are one.</summary>
    /// <exception cref="TrackerException"><c>NamesCollide</c>.</exception>
    public static void CheckParameters(NamedValues parameters) => Check("The parameters", ParameterHash.NamesOf(parameters));

    /// <summary>Throws when two of the names are one.</summary>
    /// <param name="place">What has the names, at the start of a sentence.</param>
    /// <param name="names">The names.</param>
    /// <exception cref="TrackerException"><c>NamesCollide</c>.</exception>
    public static void Check(string place, IEnumerable<string> names)
    {
        var known = new Dictionary<string, string>(StringComparer.Ordinal);
        foreach (string name in names)
        {
            if (!known.TryAdd(Names.Fold(name), name)) throw ValueErrors.Collision(place, known[Names.Fold(name)], name);
        }
    }
}
