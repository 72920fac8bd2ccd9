using System.Management.Automation;
using ExperimentTracker.Rules;

namespace ExperimentTracker.Binding;

/// <summary>
/// A name pattern that a user typed, with PowerShell's wildcards. It always matches the literal name too, because <c>audio [old]</c> is also a valid
/// name.
/// </summary>
internal sealed class NamePattern
{
    private const WildcardOptions Options = WildcardOptions.IgnoreCase | WildcardOptions.CultureInvariant | WildcardOptions.Compiled;

    private readonly WildcardPattern? wildcards;
    private readonly string folded;

    public NamePattern(string text)
    {
        Text = text;
        folded = Names.Fold(text);
        wildcards = TryParse(text);
    }

    /// <summary>The string as it was typed.</summary>
    public string Text { get; }

    public bool IsMatch(string name) => wildcards?.IsMatch(name) is true || IsExact(name);

    /// <summary>Whether a name is the string itself, ignoring case.</summary>
    public bool IsExact(string name) => Names.Fold(name) == folded;

    // loss[ is a name and not a valid wildcard pattern, which is only detected on the first match.
    private static WildcardPattern? TryParse(string text)
    {
        try
        {
            var pattern = new WildcardPattern(text, Options);
            pattern.IsMatch("");
            return pattern;
        }
        catch (WildcardPatternException)
        {
            return null;
        }
    }
}
