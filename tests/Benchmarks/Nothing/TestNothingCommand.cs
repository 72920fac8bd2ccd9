using System.Management.Automation;

namespace ExperimentTracker.Nothing;

/// <summary>A cmdlet with three parameters that does nothing: the cost of a call and of parameter binding.</summary>
[Cmdlet(VerbsDiagnostic.Test, "Nothing")]
public sealed class TestNothingCommand : PSCmdlet
{
    /// <summary>A text.</summary>
    [Parameter(Position = 0, ValueFromPipelineByPropertyName = true)]
    public string? Key { get; set; }

    /// <summary>A number.</summary>
    [Parameter(Position = 1, ValueFromPipelineByPropertyName = true)]
    public double Value { get; set; }

    /// <summary>An integer.</summary>
    [Parameter(ValueFromPipelineByPropertyName = true)]
    public long Step { get; set; }

    /// <inheritdoc/>
    protected override void ProcessRecord()
    {
    }
}

/// <summary>A cmdlet that emits existing objects: the cost of output.</summary>
[Cmdlet(VerbsCommon.Show, "Nothing")]
public sealed class ShowNothingCommand : PSCmdlet
{
    /// <summary>The objects.</summary>
    [Parameter(Mandatory = true, Position = 0)]
    public object[] Item { get; set; } = [];

    /// <inheritdoc/>
    protected override void EndProcessing()
    {
        foreach (object item in Item) WriteObject(item);
    }
}

/// <summary>A cmdlet that creates objects as large as a point and emits them: the minimum work of any cmdlet that reads points.</summary>
[Cmdlet(VerbsCommon.New, "Nothing")]
public sealed class NewNothingCommand : PSCmdlet
{
    /// <summary>The number of objects.</summary>
    [Parameter(Mandatory = true, Position = 0)]
    public int Count { get; set; }

    /// <inheritdoc/>
    protected override void EndProcessing()
    {
        for (int i = 0; i < Count; i++) WriteObject(new Reading { Step = i });
    }
}

/// <summary>As large as a point of a series: three references and three numbers.</summary>
public sealed class Reading
{
    /// <summary>A name.</summary>
    public string? RunId { get; set; }

    /// <summary>A name.</summary>
    public string? Key { get; set; }

    /// <summary>A name.</summary>
    public string? Label { get; set; }

    /// <summary>A number.</summary>
    public long Step { get; set; }

    /// <summary>A number.</summary>
    public double Value { get; set; }

    /// <summary>A time.</summary>
    public DateTime Timestamp { get; set; }
}

/// <summary>A point, as a class in a user's script might define it.</summary>
public sealed class Point
{
    /// <summary>The key.</summary>
    public string Key { get; set; } = "loss";

    /// <summary>The value.</summary>
    public double Value { get; set; }

    /// <summary>The step.</summary>
    public long Step { get; set; }
}
