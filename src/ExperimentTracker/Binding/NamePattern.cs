using System.Management.Automation;
using ExperimentTracker.Rules;

namespace ExperimentTracker.Binding;

/// <summary>What a user typed for names: PowerShell's wildcards; and always the name itself, since <c>audio [old]</c> is a name too.</summary>
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

    /// <summary>The text as it was typed.</summary>
    public string Text { get; }

    public bool IsMatch(string name) => wildcards?.IsMatch(name) is true || Names.Fold(name) == folded;

    // loss[ is a name and no wildcard. That shows when it is first matched.
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
