using System.Text;

namespace ExperimentTracker.Reports;

/// <summary>Writes a table in Markdown, row by row. Column heads and cells must already be Markdown.</summary>
internal sealed class MarkdownTable
{
    private readonly StringBuilder text;

    /// <summary>Writes the head of the table.</summary>
    /// <param name="text">Receives the table.</param>
    /// <param name="columns">The heads of the columns, and whether they contain numbers, which are aligned to the right.</param>
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
