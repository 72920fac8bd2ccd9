using System.Text;

namespace ExperimentTracker.Web.Mlflow.Protocol;

/// <summary>The place in a list of results where the next page begins: a number of results. Tokens are opaque to clients.</summary>
internal static class PageToken
{
    private const string Prefix = "offset:";

    /// <summary>Returns the place that a request asks for.</summary>
    /// <exception cref="MlflowProblem">The token is none of this server.</exception>
    public static int Offset(Arguments arguments)
    {
        if (arguments.Text("page_token") is not { Length: > 0 } token) return 0;
        byte[] decoded = new byte[token.Length];
        return Convert.TryFromBase64String(token, decoded, out int length) && Encoding.ASCII.GetString(decoded, 0, length) is var text
            && text.StartsWith(Prefix, StringComparison.Ordinal) && int.TryParse(text[Prefix.Length..], NumberStyles.None, CultureInfo.InvariantCulture, out int offset)
            ? offset : throw MlflowProblem.Invalid("Invalid page token. Use the next_page_token of the page before.");
    }

    /// <summary>Returns the token of a place.</summary>
    public static string Of(int offset) => Convert.ToBase64String(Encoding.ASCII.GetBytes(string.Create(CultureInfo.InvariantCulture, $"{Prefix}{offset}")));

    /// <summary>Returns one page of results that are all known, and the token of the next one.</summary>
    public static (IReadOnlyList<T> Page, string? Next) Page<T>(IEnumerable<T> all, int offset, int count)
    {
        List<T> page = [.. all.Skip(offset).Take(count + 1)];
        if (page.Count <= count) return (page, null);
        page.RemoveAt(count);
        return (page, Of(offset + count));
    }
}
