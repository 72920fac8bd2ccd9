using System.Text;
using ExperimentTracker.Interop.Reading;

namespace ExperimentTracker.Interop.TestResults;

/// <summary>Results in the format of JUnit, as Ant, Maven, Pester, pytest and others write it. There is no standard of it: what most of them write is read.</summary>
internal sealed class JUnitXml(string path, TestTally tally, ForeignReading reading) : ResultsXml(path, tally, reading)
{
    private readonly StringBuilder message = new();
    private string? name;
    private double? seconds;
    private TestOutcome outcome;

    protected override void Begin(string element, Func<string, string?> attribute)
    {
        switch (element)
        {
            case "testsuites": Tally.Seconds = Number(attribute("time")); break;
            case "testsuite":
                Tally.Run.StartedAt ??= ForeignTimes.FromLocalText(attribute("timestamp"));
                if (attribute("hostname") is { Length: > 0 } host) Tally.Run.Origin = Tally.Run.Origin with { Host = host };
                break;
            case "property" when name is null && attribute("name") is { } property: Tally.Run.SetParameter(property, attribute("value")); break;
            case "testcase":
                message.Clear();
                (name, seconds, outcome) = (NameOf(attribute("classname"), attribute("name") ?? ""), Number(attribute("time")), TestOutcome.Passed);
                break;
            case "failure" or "error":
                outcome = TestOutcome.Failed;
                message.AppendLine(attribute("message"));
                break;
            case "skipped" or "disabled": outcome = TestOutcome.Skipped; break;
        }
    }

    protected override void Say(string element, string text)
    {
        if (element is "failure" or "error") message.AppendLine(text);
        else if (element == "system-out") Tally.AddLines("Output", text);
        else if (element == "system-err") Tally.AddLines("Error", text);
    }

    protected override void Leave(string element)
    {
        if (element != "testcase" || name is null) return;
        Tally.Add(name, outcome, seconds, message.ToString().Trim());
        name = null;
    }

    // Pester's class is the path of a file, which is not part of a name.
    private static string NameOf(string? type, string name) =>
        string.IsNullOrEmpty(type) || type.Contains('/', StringComparison.Ordinal) || type.Contains('\\', StringComparison.Ordinal) || name.StartsWith(type, StringComparison.Ordinal) ? name : $"{type}.{name}";
}
