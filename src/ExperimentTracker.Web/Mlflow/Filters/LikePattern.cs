namespace ExperimentTracker.Web.Mlflow.Filters;

/// <summary>The patterns of LIKE: <c>%</c> stands for any characters, <c>_</c> for one.</summary>
internal static class LikePattern
{
    /// <summary>Whether a text matches. The time is at most the product of both lengths.</summary>
    public static bool Matches(string text, string pattern, bool ignoreCase)
    {
        int t = 0, p = 0, afterPercent = -1, retry = 0;
        while (t < text.Length)
        {
            if (p < pattern.Length && pattern[p] == '%')
            {
                afterPercent = ++p;
                retry = t;
            }
            else if (p < pattern.Length && (pattern[p] == '_' || Same(text[t], pattern[p], ignoreCase)))
            {
                t++;
                p++;
            }
            else if (afterPercent >= 0)
            {
                p = afterPercent;
                t = ++retry;
            }
            else
            {
                return false;
            }
        }

        while (p < pattern.Length && pattern[p] == '%') p++;
        return p == pattern.Length;
    }

    private static bool Same(char a, char b, bool ignoreCase) => a == b || (ignoreCase && char.ToUpperInvariant(a) == char.ToUpperInvariant(b));
}
