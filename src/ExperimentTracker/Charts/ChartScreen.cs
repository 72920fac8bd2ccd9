using System.Management.Automation;
using System.Management.Automation.Host;
using System.Management.Automation.Language;
using System.Text;

namespace ExperimentTracker.Charts;

/// <summary>The output device of a chart: its size, its capabilities, and whether it can be redrawn.</summary>
internal sealed class ChartScreen
{
    private const int PlainWidth = 80;
    private const int PlainHeight = 20;

    // Lines below the chart for the command and for the next prompt.
    private const int LinesOfPrompt = 2;

    private readonly PSHost host;
    private (int Width, int Height) drawnSize;
    private IReadOnlyList<string> drawn = [];

    private ChartScreen(PSHost host, bool isTerminal, bool isPlain) => (this.host, IsTerminal, Style) = (
        host, isTerminal, isTerminal && !isPlain && ShowsBraille() ? ChartStyle.Color : ChartStyle.Ascii);

    /// <summary>Whether the output of the cmdlet is shown on a terminal, as far as the cmdlet can detect: a variable may still receive it.</summary>
    public bool IsTerminal { get; }

    /// <summary>
    /// The best style that the device supports: colours and braille, or plain ASCII in a file, in a pipe, with <c>NO_COLOR</c>, and if PowerShell
    /// shows no colours.
    /// </summary>
    public ChartStyle Style { get; }

    /// <summary>The maximum number of columns and lines of a chart.</summary>
    public (int Width, int Height) Size
    {
        get
        {
            (int width, int height) = IsTerminal ? WindowSize() : (PlainWidth, PlainHeight + LinesOfPrompt);
            return (Math.Max(width, ChartOptions.LeastWidth), Math.Max(height - LinesOfPrompt, ChartOptions.LeastHeight));
        }
    }

    /// <summary>Returns the screen of a cmdlet.</summary>
    public static ChartScreen Of(PSCmdlet cmdlet)
    {
        InvocationInfo call = cmdlet.MyInvocation;
        bool isTerminal = !Console.IsOutputRedirected && cmdlet.Host?.UI is { SupportsVirtualTerminal: true } &&
            call.PipelinePosition == call.PipelineLength && !GoesToFile(call) && Environment.GetEnvironmentVariable("TERM") != "dumb";
        bool isPlain = !string.IsNullOrEmpty(Environment.GetEnvironmentVariable("NO_COLOR")) ||
            (cmdlet.SessionState.PSVariable.GetValue("PSStyle") is { } style &&
                $"{PSObject.AsPSObject(style).Properties["OutputRendering"]?.Value}" == "PlainText");
        return new ChartScreen(cmdlet.Host!, isTerminal, isPlain);
    }

    /// <summary>Draws on a terminal, over the previous drawing; does nothing if the lines have not changed.</summary>
    public void Draw(IReadOnlyList<string> lines)
    {
        (int Width, int Height) size = Size;
        if (size == drawnSize && lines.SequenceEqual(drawn)) return;

        // After the window was resized, the position of the previous lines is unknown.
        var text = new StringBuilder(drawn.Count == 0 ? "" : size == drawnSize ? $"\u001b[{drawn.Count}A\r" : "\u001b[H\u001b[2J");
        foreach (string line in lines) text.Append(line).Append("\u001b[K").AppendLine();
        host.UI.Write(text.Append("\u001b[J").ToString());
        (drawnSize, drawn) = (size, lines);
    }

    private (int Width, int Height) WindowSize()
    {
        try
        {
            Size window = host.UI.RawUI.WindowSize;
            return (window.Width, window.Height);
        }
        catch (Exception error) when (error is HostException or NotImplementedException or InvalidOperationException or IOException)
        {
            return (PlainWidth, PlainHeight + LinesOfPrompt);
        }
    }

    // Terminals on Windows show any character; elsewhere the locale decides.
    private static bool ShowsBraille() =>
        OperatingSystem.IsWindows() || Console.OutputEncoding.GetString(Console.OutputEncoding.GetBytes("⣿")) == "⣿";

    // Show-MetricSeries loss > loss.txt is a pipeline with one command, but the file must not contain escape sequences.
    private static bool GoesToFile(InvocationInfo call) =>
        PSObject.AsPSObject(call).Properties["Statement"]?.Value is string { Length: > 0 } statement &&
        Parser.ParseInput(statement, out _, out _).Find(node => node is FileRedirectionAst { FromStream: RedirectionStream.Output or RedirectionStream.All }, true) is not null;
}
