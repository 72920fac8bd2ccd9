using System.Text;

namespace ExperimentTracker.Interop.MLflow.Terms;

/// <summary>
/// Names of metrics, parameters or tags of one run as MLflow allows them: letters, digits, <c>_ - . /</c> and spaces, at most 250 characters, and a path that is not
/// another one (mlflow/utils/validation.py). A valid name stays as it is. <c>accuracy[setosa]</c> becomes <c>accuracy/setosa</c>; in others, each character that
/// is not allowed becomes an underscore; a number is added if another name of the run is the same then.
/// </summary>
internal sealed class MLflowNames
{
    private const int MostCharacters = 250;
    private const int ReservedForNumber = 10;
    private readonly Dictionary<string, string> known = new(StringComparer.Ordinal);
    private readonly HashSet<string> taken = new(StringComparer.Ordinal);

    /// <param name="names">The names that are known already. Valid ones among them are certain to stay as they are.</param>
    public MLflowNames(IEnumerable<string> names)
    {
        foreach (string name in names.OrderBy(n => IsValid(n) ? 0 : 1).ThenBy(n => n, StringComparer.Ordinal)) Of(name);
    }

    /// <summary>Returns the name in MLflow; the same one each time.</summary>
    public string Of(string name)
    {
        if (known.TryGetValue(name, out string? mapped)) return mapped;
        string wanted = IsValid(name) ? name : Valid(name);
        mapped = wanted;
        for (int again = 2; !taken.Add(mapped); again++) mapped = $"{wanted}-{again}";
        return known[name] = mapped;
    }

    private static bool IsValid(string name) =>
        name.Length is > 0 and <= MostCharacters && name.All(IsAllowed) && name.Split('/').All(s => s is not ("" or "." or ".."));

    private static bool IsAllowed(char c) => char.IsLetterOrDigit(c) || c is '_' or '-' or '.' or '/' or ' ';

    private static string Valid(string name)
    {
        (string key, string? label) = Metric.Split(name);
        string path = label is null ? key : $"{key}/{label.Replace('/', '_')}";
        var valid = new StringBuilder();
        foreach (string segment in path.Split('/').Where(s => s.Length > 0))
        {
            if (valid.Length > 0) valid.Append('/');
            if (segment is "." or "..") valid.Append('_', segment.Length);
            else foreach (char c in segment) valid.Append(IsAllowed(c) ? c : '_');
        }

        if (valid.Length > MostCharacters - ReservedForNumber) valid.Length = MostCharacters - ReservedForNumber;
        return valid.Length == 0 ? "_" : valid.ToString().TrimEnd('/');
    }
}
