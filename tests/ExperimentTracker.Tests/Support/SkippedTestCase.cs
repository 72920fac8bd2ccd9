using Xunit.Abstractions;
using Xunit.Sdk;

namespace ExperimentTracker.Tests.Support;

/// <summary>A test that is skipped with the reason that its class has. A theory is one such test.</summary>
public sealed class SkippedTestCase : XunitTestCase
{
    private string? reason;

    /// <summary>For xunit, which then calls <see cref="Deserialize"/>.</summary>
    [Obsolete("Called by xunit only")]
    public SkippedTestCase()
    {
    }

    public SkippedTestCase(IMessageSink sink, TestMethodDisplay display, TestMethodDisplayOptions options, ITestMethod testMethod, string reason)
        : base(sink, display, options, testMethod) => this.reason = reason;

    public override void Serialize(IXunitSerializationInfo data)
    {
        base.Serialize(data);
        data.AddValue(nameof(reason), reason);
    }

    public override void Deserialize(IXunitSerializationInfo data)
    {
        // First, because the base class asks for it.
        reason = data.GetValue<string>(nameof(reason));
        base.Deserialize(data);
    }

    protected override string GetSkipReason(IAttributeInfo factAttribute) => reason!;
}
