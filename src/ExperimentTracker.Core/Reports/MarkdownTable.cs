using System.Text;

namespace ExperimentTracker.Reports;

/// <summary>A table in Markdown, written row by row. Heads and cells are Markdown already.</summary>
internal sealed class MarkdownTable
{
    private readonly StringBuilder text;

    /// <summary>Begins a table.</summary>
    /// <param name="text">Where it is written.</param>
    /// <param name="columns">The heads of the columns, and whether they hold numbers, which stand to the right.</param>
    public MarkdownTable(StringBuilder text, params (string Head, bool Numbers)[] columns)
    {
        this.text = text;
        Add(columns.Select(c => c.Head));
        Add(columns.Select(c => c.Numbers ? "---:" : "---"));
    }

    /// <summary>Adds a row.</summary>
    public void Add(params string[] cells) => Add((IEnumerable<string>)cells);

    /// <summary>Adds a row.</summary>
    public void Add(IEnumerable<string> cells) => text.Append("| ").AppendJoin(" | ", cells).Append(" |\n");
}
