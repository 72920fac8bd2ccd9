using System.Text;
using ExperimentTracker.Interop.Reading;

namespace ExperimentTracker.Interop.TestResults;

/// <summary>Results in the formats of NUnit: of version 3 (<c>test-run</c>), and of version 2.5 (<c>test-results</c>), which is that of Pester.</summary>
internal sealed class NUnitXml(string path, TestTally tally, ForeignReading reading) : ResultsXml(path, tally, reading)
{
    private readonly StringBuilder message = new();
    private string? name;
    private double? seconds;
    private TestOutcome outcome;

    protected override void Begin(string element, Func<string, string?> attribute)
    {
        ForeignRun run = Tally.Run;
        switch (element)
        {
            case "test-run":
                run.StartedAt = ForeignTimes.FromText(attribute("start-time"));
                run.EndedAt = ForeignTimes.FromText(attribute("end-time"));
                Tally.Seconds = Number(attribute("duration"));
                break;
            case "test-results": run.StartedAt = ForeignTimes.FromLocalText($"{attribute("date")}T{attribute("time")}"); break;
            case "environment":
                run.Origin = run.Origin with
                {
                    Host = attribute("machine-name"),
                    User = attribute("user"),
                    WorkingDirectory = attribute("cwd"),
                    OperatingSystem = attribute("os-version"),
                    RuntimeVersion = attribute("clr-version"),
                };
                break;
            case "test-case":
                message.Clear();
                name = attribute("fullname") ?? attribute("name") ?? "";
                seconds = Number(attribute("duration") ?? attribute("time"));
                outcome = OutcomeOf(attribute("result"));
                break;
        }
    }

    protected override void Say(string element, string text)
    {
        if (element is "message" or "stack-trace" && name is not null) message.AppendLine(text);
        else if (element == "output") Tally.AddLines("Output", text);
    }

    protected override void Leave(string element)
    {
        if (element != "test-case" || name is null) return;
        Tally.Add(name, outcome, seconds, message.ToString().Trim());
        name = null;
    }

    private static TestOutcome OutcomeOf(string? result) => result switch
    {
        "Passed" or "Success" or "Warning" => TestOutcome.Passed,
        "Failed" or "Failure" or "Error" => TestOutcome.Failed,
        _ => TestOutcome.Skipped,
    };
}
