namespace ExperimentTracker.Tests.Worker;

/// <summary>Passes the faultPoints of a store on to whoever listens at the moment, since an engine takes its listener when it is made.</summary>
public sealed class FaultPointRelay
{
    public Action<string>? Listener { get; set; }

    public void Pass(string faultPoint) => Listener?.Invoke(faultPoint);
}
