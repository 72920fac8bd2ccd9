using System.Globalization;
using System.Text;
using ExperimentTracker.Values;

namespace ExperimentTracker.Interop.MLflow.Export;

/// <summary>Writes a meta.yaml: one mapping, with texts in double quotes, so that none is taken for a number, a date or a truth value (YAML 1.2, section 7.3.1).</summary>
internal static class MetaFile
{
    /// <summary>Writes the file in a folder.</summary>
    /// <param name="folder">The folder.</param>
    /// <param name="fields">The fields: texts, integers, <see langword="null"/>, or an empty list. Those are sorted, as MLflow writes them.</param>
    public static void Write(string folder, params (string Name, object? Value)[] fields)
    {
        var text = new StringBuilder();
        foreach ((string name, object? value) in fields.OrderBy(f => f.Name, StringComparer.Ordinal))
        {
            text.Append(name).Append(": ");
            if (value is string plain) AppendQuoted(text, plain);
            else text.Append(value is long or int ? Convert.ToString(value, CultureInfo.InvariantCulture) : value is null ? "null" : "[]");
            text.Append('\n');
        }

        PrivateFiles.Write(Path.Combine(folder, "meta.yaml"), text.ToString());
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
