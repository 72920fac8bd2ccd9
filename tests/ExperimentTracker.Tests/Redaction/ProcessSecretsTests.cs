using ExperimentTracker.Redaction;

namespace ExperimentTracker.Tests.Redaction;

public sealed class ProcessSecretsTests : IDisposable
{
    private const string Variable = "PROCESS_SECRETS_TESTS_TOKEN";

    public void Dispose() => Environment.SetEnvironmentVariable(Variable, null);

    [Fact]
    public void A_variable_is_known_from_the_time_it_is_set_and_stays_known()
    {
        var secrets = new ProcessSecrets();
        Assert.Equal("first-value second-value", secrets.Text("first-value second-value"));
        Environment.SetEnvironmentVariable(Variable, "first-value");
        Assert.Equal("*** second-value", secrets.Text("first-value second-value"));
        Environment.SetEnvironmentVariable(Variable, "second-value");
        Assert.Equal("*** ***", secrets.Text("first-value second-value"));
        Environment.SetEnvironmentVariable(Variable, null);
        Assert.Equal("*** ***", secrets.Text("first-value second-value"));
    }
}
