using System.Globalization;
using System.Text;
using ExperimentTracker.Interop.Reading;

namespace ExperimentTracker.Interop.TestResults;

/// <summary>Results of Visual Studio's test platform (<c>dotnet test --logger trx</c>). A test with results within it, one for each row of its data, is counted as these.</summary>
internal sealed class TrxXml(string path, TestTally tally, ForeignReading reading) : ResultsXml(path, tally, reading)
{
    private readonly Stack<Result> open = new();

    protected override void Begin(string element, Func<string, string?> attribute)
    {
        ForeignRun run = Tally.Run;
        switch (element)
        {
            case "TestRun": run.Origin = run.Origin with { User = attribute("runUser") }; break;
            case "Times":
                run.StartedAt = ForeignTimes.FromText(attribute("start"));
                run.EndedAt = ForeignTimes.FromText(attribute("finish"));
                Tally.Seconds = (run.EndedAt - run.StartedAt)?.TotalSeconds;
                break;
            case "UnitTestResult":
                if (open.Count > 0) open.Peek().IsOuter = true;
                if (attribute("computerName") is { Length: > 0 } host) run.Origin = run.Origin with { Host = host };
                open.Push(new Result
                {
                    Name = attribute("testName") ?? "",
                    Outcome = OutcomeOf(attribute("outcome")),
                    Seconds = TimeSpan.TryParse(attribute("duration"), CultureInfo.InvariantCulture, out TimeSpan time) ? time.TotalSeconds : null,
                });
                break;
        }
    }

    protected override void Say(string element, string text)
    {
        if (element is "Message" or "StackTrace" && open.Count > 0) open.Peek().Message.AppendLine(text);
        else if (element == "StdOut") Tally.AddLines("Output", text);
        else if (element == "StdErr") Tally.AddLines("Error", text);
    }

    protected override void Leave(string element)
    {
        if (element != "UnitTestResult" || !open.TryPop(out Result? result) || result.IsOuter) return;
        Tally.Add(result.Name, result.Outcome, result.Seconds, result.Message.ToString().Trim());
    }

    private static TestOutcome OutcomeOf(string? outcome) => outcome switch
    {
        "Passed" or "Completed" or "Warning" or "PassedButRunAborted" => TestOutcome.Passed,
        "Failed" or "Error" or "Timeout" or "Aborted" => TestOutcome.Failed,
        _ => TestOutcome.Skipped,
    };

    private sealed class Result
    {
        public required string Name { get; init; }

        public required TestOutcome Outcome { get; init; }

        public required double? Seconds { get; init; }

        public StringBuilder Message { get; } = new();

        public bool IsOuter { get; set; }
    }
}
