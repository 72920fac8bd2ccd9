using System.Text;
using ExperimentTracker.Interop.TestResults;
using ExperimentTracker.Transfer;

namespace ExperimentTracker.Tests.Interop.Results;

public sealed class TestResultTests
{
    private const string JUnit = """
        <?xml version="1.0" encoding="utf-8"?>
        <testsuites name="all" tests="4" failures="1" time="1.5">
          <testsuite name="math" timestamp="2026-01-02T03:04:05Z" hostname="agent">
            <properties><property name="seed" value="7" /></properties>
            <testcase classname="Math" name="adds" time="0.25" />
            <testcase classname="Math" name="adds" time="0.5" />
            <testcase classname="Math" name="divides" time="0.125"><failure message="Expected 1">at line 3&#10;at line 4</failure></testcase>
            <testcase classname="tests/x.Tests.ps1" name="It.skips"><skipped /></testcase>
            <system-out><![CDATA[hello]]></system-out>
          </testsuite>
        </testsuites>
        """;

    private const string Pester = """
        <?xml version="1.0" encoding="utf-8" standalone="no"?>
        <test-results name="Pester" total="2" errors="0" failures="1" not-run="0" inconclusive="0" ignored="0" skipped="0" invalid="0" date="2026-01-02" time="03:04:05">
          <environment user="ann" machine-name="box" cwd="/src" user-domain="" platform="Unix" nunit-version="2.5.8.0" os-version="6.1" clr-version="8.0.1" />
          <test-suite type="TestFixture" name="Pester" executed="True" result="Failure" success="False" time="0.5"><results>
            <test-case description="works" name="A.works" time="0.125" asserts="0" success="True" result="Success" executed="True" />
            <test-case description="fails" name="A.fails" time="0.25" asserts="0" success="False" result="Failure" executed="True"><failure><message>Expected $true</message><stack-trace>at x.ps1:3</stack-trace></failure></test-case>
          </results></test-suite>
        </test-results>
        """;

    private const string NUnit3 = """
        <test-run id="0" testcasecount="2" result="Passed" start-time="2026-01-02 03:04:05Z" end-time="2026-01-02 03:04:06Z" duration="1.0">
          <test-suite type="Assembly" name="x.dll"><environment os-version="6.1" machine-name="box" user="ann" clr-version="8.0.1" cwd="/src" />
            <test-case name="a" fullname="X.a" result="Passed" duration="0.5" />
            <test-case name="b" fullname="X.b" result="Skipped" duration="0.25"><reason><message>later</message></reason></test-case>
          </test-suite>
        </test-run>
        """;

    private const string Trx = """
        <TestRun id="8d7f" name="ann@BOX 2026-01-02 03:04:05" runUser="ann" xmlns="http://microsoft.com/schemas/VisualStudio/TeamTest/2010">
          <Times creation="2026-01-02T03:04:05.0000000+00:00" start="2026-01-02T05:04:05.5000000+02:00" finish="2026-01-02T03:04:07.5000000+00:00" />
          <Results>
            <UnitTestResult testName="X.a" computerName="BOX" duration="00:00:00.0000500" outcome="Passed" />
            <UnitTestResult testName="X.rows" computerName="BOX" duration="00:00:01" outcome="Failed"><InnerResults>
              <UnitTestResult testName="X.rows(1)" computerName="BOX" duration="00:00:00.25" outcome="Passed" />
              <UnitTestResult testName="X.rows(2)" computerName="BOX" duration="00:00:00.5" outcome="Failed"><Output><ErrorInfo><Message>no</Message><StackTrace>at X</StackTrace></ErrorInfo></Output></UnitTestResult>
            </InnerResults></UnitTestResult>
            <UnitTestResult testName="X.later" computerName="BOX" outcome="NotExecuted" />
          </Results>
        </TestRun>
        """;

    private static readonly DateTime Start = new(2026, 1, 2, 3, 4, 5, DateTimeKind.Utc);

    [Fact]
    public void Results_of_JUnit_are_series_by_test()
    {
        using var store = Store("JUnit");
        store.ImportTwice(store.Folder.Write("unit.xml", JUnit));
        Run run = store.Runs.Single();
        Assert.Equal(("unit", RunStatus.Failed, "agent", "1 of 4 tests failed."), (run.Experiment, run.Status, run.Origin.Host, run.ErrorMessage));
        Assert.Equal([(0L, 0.25, Start.Ticks), (1, 0.5, Start.Ticks)], store.Points(run, "duration[Math.adds]"));
        Assert.Equal((0.0, double.NaN, 1.5), (run.Metrics["outcome[Math.divides]"], run.Metrics["outcome[It.skips]"], run.Metrics["duration"]));
        Assert.Equal((4.0, 2.0, 1.0, 1.0), (run.Metrics["tests"], run.Metrics["passed"], run.Metrics["failed"], run.Metrics["skipped"]));
        Assert.Equal("7", run.Parameters["seed"]);
        Assert.Equal(["Failed Math.divides: Expected 1", "Failed at line 3", "Failed at line 4", "Output hello"], store.Logs(run).Select(l => $"{l.Stream} {l.Message}"));
        Assert.Equal((Start, Start.AddSeconds(1.5)), (run.StartedAtUtc, run.EndedAtUtc));
    }

    [Fact]
    public void Results_of_Pester_and_NUnit_have_their_environment()
    {
        using var store = Store("NUnit");
        store.Folder.Write("r/pester.xml", Pester);
        store.Folder.Write("r/nunit.xml", NUnit3);
        store.Folder.Write("r/other.xml", "<project />");
        store.ImportTwice(store.Folder.Sub("r"));
        Assert.Equal(2, store.Runs.Count);
        Run pester = store.Runs.Single(r => r.Status == RunStatus.Failed), nunit = store.Runs.Single(r => r.Status == RunStatus.Succeeded);
        Assert.Equal(("box", "ann", "/src", "6.1", "8.0.1"), (pester.Origin.Host, pester.Origin.User, pester.Origin.WorkingDirectory, pester.Origin.OperatingSystem, pester.Origin.RuntimeVersion));
        Assert.Equal(new DateTime(2026, 1, 2, 3, 4, 5, DateTimeKind.Local), pester.StartedAt);
        Assert.Equal((0.125, 0.25, 0.375), (pester.Metrics["duration[A.works]"], pester.Metrics["duration[A.fails]"], pester.Metrics["duration"]));
        Assert.Equal(["A.fails: Expected $true", "at x.ps1:3"], store.Logs(pester).Select(l => l.Message));
        Assert.Equal((0.5, double.NaN, Start, Start.AddSeconds(1)), (nunit.Metrics["duration[X.a]"], nunit.Metrics["outcome[X.b]"], nunit.StartedAtUtc, nunit.EndedAtUtc));
    }

    [Fact]
    public void Results_of_dotnet_test_count_the_rows_of_a_test()
    {
        using var store = Store("Trx");
        store.ImportTwice(store.Folder.Write("x.trx", Trx));
        Run run = store.Runs.Single();
        Assert.Equal((4.0, 2.0, 1.0, 1.0, 2.0), (run.Metrics["tests"], run.Metrics["passed"], run.Metrics["failed"], run.Metrics["skipped"], run.Metrics["duration"]));
        Assert.Equal((0.00005, 0.5), (run.Metrics["duration[X.a]"], run.Metrics["duration[X.rows(2)]"]));
        Assert.False(run.Metrics.Contains("outcome[X.rows]"));
        Assert.Equal((Start.AddSeconds(0.5), Start.AddSeconds(2.5), "ann", "BOX"), (run.StartedAtUtc, run.EndedAtUtc, run.Origin.User, run.Origin.Host));
    }

    [Fact]
    public void What_is_before_the_damage_is_read_and_a_document_type_is_refused()
    {
        using var store = Store("JUnit");
        int cut = JUnit.IndexOf("<testcase classname=\"Math\" name=\"divides\"", StringComparison.Ordinal) + 10;
        MergeResult result = store.Import(store.Folder.Write("cut.xml", JUnit[..cut]));
        Assert.Equal((2.0, "damaged file"), (store.Runs.Single().Metrics["tests"], Assert.Single(result.Skipped).Kind));
        Assert.StartsWith("cut.xml, line 7,", Assert.Single(result.Skipped).First, StringComparison.Ordinal);
        string entity = "<!DOCTYPE testsuites [<!ENTITY a \"aaaaaaaaaa\"><!ENTITY b \"&a;&a;\">]><testsuites><testsuite name=\"&b;\"/></testsuites>";
        Assert.False(Format("JUnit").Fits(store.Folder.Write("dtd.xml", entity)));
        string deep = "<testsuites>" + string.Concat(Enumerable.Repeat("<testsuite>", 5000)) + "<testcase name=\"x\"/>";
        Assert.Contains("deeper", Assert.Single(store.Import(store.Folder.Write("deep.xml", deep)).Skipped).Reason, StringComparison.Ordinal);
    }

    [Fact]
    public void Mutated_files_are_read_as_far_as_they_are_whole()
    {
        using var folder = new TempFolder();
        foreach ((string format, string text) in new[] { ("JUnit", JUnit), ("NUnit", Pester), ("NUnit", NUnit3), ("Trx", Trx) })
        {
            MutatedFiles.Check(Format(format), folder.Sub("x.xml"), Encoding.UTF8.GetBytes(text));
        }
    }

    private static ForeignStore Store(string format) => new(Format(format));

    private static ITransferFormat Format(string name) => TestResultsFormat.All.Single(f => f.Name == name);
}
