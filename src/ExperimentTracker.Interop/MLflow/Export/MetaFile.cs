using System.Globalization;
using System.Text;
using ExperimentTracker.Values;

namespace ExperimentTracker.Interop.MLflow.Export;

/// <summary>Writes a meta.yaml: one mapping, with texts in double quotes, so that none is taken for a number, a date or a truth value (YAML 1.2, section 7.3.1).</summary>
internal static class MetaFile
{
    /// <summary>Writes the file in a folder.</summary>
    /// <param name="folder">The folder.</param>
    /// <param name="fields">The fields: texts, integers, <see langword="null"/>, an empty list, or a mapping of texts. Those are sorted, as MLflow writes them.</param>
    public static void Write(string folder, params (string Name, object? Value)[] fields)
    {
        var text = new StringBuilder();
        foreach ((string name, object? value) in fields.OrderBy(f => f.Name, StringComparer.Ordinal))
        {
            text.Append(name).Append(": ");
            if (value is string plain) AppendQuoted(text, plain);
            else if (value is IReadOnlyDictionary<string, string> texts) Append(text, texts);
            else text.Append(value is long or int ? Convert.ToString(value, CultureInfo.InvariantCulture) : value is null ? "null" : "[]");
            text.Append('\n');
        }

        PrivateFiles.Write(Path.Combine(folder, "meta.yaml"), text.ToString());
    }

    private static void Append(StringBuilder text, IReadOnlyDictionary<string, string> texts)
    {
        text.Append('{');
        string separator = "";
        foreach ((string name, string value) in texts)
        {
            text.Append(separator);
            AppendQuoted(text, name);
            text.Append(": ");
            AppendQuoted(text, value);
            separator = ", ";
        }

        text.Append('}');
    }

    private static void AppendQuoted(StringBuilder text, string plain)
    {
        text.Append('"');
        foreach (char c in plain)
        {
            if (c is '"' or '\\') text.Append('\\').Append(c);
            else if (c is < ' ' or (>= '\x7F' and < '\xA0') or '\x2028' or '\x2029' or '\xFEFF') text.Append(CultureInfo.InvariantCulture, $"\\u{(int)c:X4}");
            else text.Append(c);
        }

        text.Append('"');
    }
}
