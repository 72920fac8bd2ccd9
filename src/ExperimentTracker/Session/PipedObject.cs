using System.Management.Automation;
using System.Management.Automation.Internal;
using System.Runtime.CompilerServices;

namespace ExperimentTracker.Session;

/// <summary>The object in the pipeline that the parameters of a cmdlet were bound from.</summary>
internal static class PipedObject
{
    /// <summary>The object, or <see langword="null"/> when the engine does not tell.</summary>
    public static PSObject? Of(Cmdlet cmdlet)
    {
        try
        {
            return CurrentPipelineObject(cmdlet);
        }
        catch (MissingMethodException)
        {
            return null;
        }
    }

    // What is bound by property name comes without the object, and the engine has no public way to it: 7.4 to 7.7 keep it here.
    [UnsafeAccessor(UnsafeAccessorKind.Method, Name = "get_CurrentPipelineObject")]
    private static extern PSObject CurrentPipelineObject(InternalCommand command);
}
