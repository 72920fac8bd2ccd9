namespace ExperimentTracker.Tests.Worker;

/// <summary>Forwards the fault points of a store to a listener that can change. The listener of an engine is fixed when the engine is created.</summary>
public sealed class FaultPointRelay
{
    public Action<string>? Listener { get; set; }

    public void Pass(string faultPoint) => Listener?.Invoke(faultPoint);
}
