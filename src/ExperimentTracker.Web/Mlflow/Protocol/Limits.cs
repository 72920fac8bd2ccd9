using System.Text.RegularExpressions;

namespace ExperimentTracker.Web.Mlflow.Protocol;

/// <summary>What MLflow's REST API documents as limits of requests, and its rules for keys and names.</summary>
internal static partial class Limits
{
    /// <summary>The most metrics of a batch.</summary>
    public const int MostMetrics = 1000;

    /// <summary>The most parameters, and the most tags, of a batch.</summary>
    public const int MostParametersOrTags = 100;

    /// <summary>The most metrics, parameters and tags of a batch together.</summary>
    public const int MostEntities = 1000;

    /// <summary>The size of the largest batch in bytes.</summary>
    public const int LargestBatch = 1_000_000;

    /// <summary>The length of the longest key of a metric, a parameter or a tag.</summary>
    public const int LongestKey = 250;

    /// <summary>The length of the longest value of a tag of an experiment, a model or a version.</summary>
    public const int LongestTag = 5000;

    /// <summary>The length of the longest name of an experiment.</summary>
    public const int LongestName = 500;

    /// <summary>The length of the longest alias.</summary>
    public const int LongestAlias = 255;

    /// <summary>The most results of a search.</summary>
    public const int MostResults = 50_000;

    /// <summary>Checks the key of a metric, a parameter or a tag.</summary>
    /// <param name="kind">Metric, parameter or tag.</param>
    /// <param name="key">The key.</param>
    /// <exception cref="MlflowProblem">It has other characters, is not a normal relative path, or is too long.</exception>
    public static string CheckKey(string kind, string key)
    {
        if (!ValidKey().IsMatch(key))
        {
            throw MlflowProblem.Invalid(
                $"Invalid {kind} name: '{Shown(key)}'. Names may only contain alphanumerics, underscores (_), dashes (-), periods (.), spaces ( ), colons (:) and slashes (/).");
        }

        if (key.StartsWith("..", StringComparison.Ordinal) || key.Split('/').Any(part => part is "" or "." or ".."))
        {
            throw MlflowProblem.Invalid(
                $"Invalid {kind} name: '{Shown(key)}'. Names may be treated as files in certain cases, and must not resolve to other names when treated as such.");
        }

        return CheckLength($"{char.ToUpperInvariant(kind[0])}{kind[1..]} name", key, LongestKey);
    }

    /// <summary>Checks the length of a text.</summary>
    /// <exception cref="MlflowProblem">It is too long.</exception>
    public static string CheckLength(string what, string text, int longest) => text.Length <= longest ? text
        : throw MlflowProblem.Invalid($"{what} '{Shown(text)}' had length {text.Length}, which exceeded length limit of {longest}");

    /// <summary>Checks how many entities a batch has.</summary>
    /// <exception cref="MlflowProblem">There are too many.</exception>
    public static void CheckCount(string what, int count, int most)
    {
        if (count > most)
            throw MlflowProblem.Invalid($"A batch logging request can contain at most {most} {what}. Got {count} {what}. Please split up {what} across multiple requests and try again.");
    }

    /// <summary>Returns the largest number of results that a request asks for.</summary>
    /// <exception cref="MlflowProblem">It is not from 1 to the most that are returned.</exception>
    public static int Results(Arguments arguments, int otherwise, int most = MostResults) => arguments.Integer("max_results") is not { } asked ? otherwise
        : asked < 1 ? throw MlflowProblem.Invalid($"Invalid value {asked} for parameter 'max_results' supplied. It must be at least 1.")
        : asked > most ? throw MlflowProblem.Invalid($"Invalid value {asked} for parameter 'max_results' supplied. It must be at most {most}.")
        : (int)asked;

    private static string Shown(string text) => text.Length > 250 ? text[..250] : text;

    [GeneratedRegex(@"^[/\w.\- :]*\z", RegexOptions.CultureInvariant)]
    private static partial Regex ValidKey();
}
