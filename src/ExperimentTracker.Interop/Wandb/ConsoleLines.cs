using System.Text;
using ExperimentTracker.Interop.Reading;
using ExperimentTracker.Transfer;

namespace ExperimentTracker.Interop.Wandb;

/// <summary>Puts the lines of one output stream together, which come in pieces. Of a line that was written over, as progress bars do, the last state remains.</summary>
/// <param name="run">The run.</param>
/// <param name="losses">What could not be kept.</param>
/// <param name="stream">The name of the stream.</param>
internal sealed class ConsoleLines(ForeignRun run, TransferLosses losses, string stream)
{
    private const int MaxLine = 1 << 16;
    private readonly StringBuilder line = new();
    private DateTime? began;

    /// <summary>Adds a piece of the output.</summary>
    public void Add(string piece, DateTime? at)
    {
        foreach (char c in piece)
        {
            if (c == '\n') End(isComplete: true);
            else if (c == '\r' && line.Length > 0 && line[^1] == '\r') continue;
            else
            {
                // A carriage return before other text begins the line anew; one at its end does not.
                if (line.Length > 0 && line[^1] == '\r') line.Clear();
                began ??= at;
                if (line.Length < MaxLine) line.Append(c);
                else losses.Add("part of a log line", $"the line is longer than {MaxLine} characters", stream);
            }
        }
    }

    /// <summary>Ends the line, if there is one.</summary>
    /// <param name="isComplete">Whether nothing more can follow; otherwise a later import has the whole line.</param>
    public void End(bool isComplete)
    {
        string text = line.ToString().TrimEnd('\r');
        if (text.Length > 0 && isComplete) run.AddLog(stream, text, began);
        else if (text.Length > 0) losses.Add("log line", "its end is not in the file yet", stream);
        line.Clear();
        began = null;
    }
}
