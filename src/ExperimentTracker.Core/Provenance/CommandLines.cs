namespace ExperimentTracker;

/// <summary>The command line of this process, fit to be kept.</summary>
internal static class CommandLines
{
    private const string Hidden = "***";
    private static readonly string[] SecretNames = ["password", "passwd", "pwd", "secret", "token", "apikey", "api-key", "api_key", "credential"];

    /// <summary>The arguments separated by blanks, values of arguments with secret-looking names replaced by <c>***</c>.</summary>
    public static string Redacted { get; } = Redact(Environment.GetCommandLineArgs());

    internal static string Redact(IReadOnlyList<string> arguments)
    {
        var kept = new List<string>(arguments.Count);
        bool hideNext = false;
        foreach (string argument in arguments)
        {
            int mark = argument.IndexOfAny([':', '=']);
            bool secret = argument.StartsWith('-') && LooksSecret(mark < 0 ? argument : argument[..mark]);
            kept.Add(hideNext && !argument.StartsWith('-') ? Hidden : secret && mark > 0 ? argument[..(mark + 1)] + Hidden : argument);
            hideNext = secret && mark < 0;
        }

        return string.Join(' ', kept);
    }

    private static bool LooksSecret(string name) => SecretNames.Any(s => name.Contains(s, StringComparison.OrdinalIgnoreCase));
}
