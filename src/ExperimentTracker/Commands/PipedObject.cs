using System.Management.Automation;
using System.Management.Automation.Internal;
using System.Runtime.CompilerServices;

namespace ExperimentTracker.Commands;

/// <summary>The pipeline object that the parameters of a cmdlet were bound from.</summary>
internal static class PipedObject
{
    /// <summary>Returns the object, or <see langword="null"/> if the engine does not provide it.</summary>
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

    // A value that is bound by property name comes without the object, and the engine has no public API for it: 7.4 to 7.7 have this property.
    [UnsafeAccessor(UnsafeAccessorKind.Method, Name = "get_CurrentPipelineObject")]
    private static extern PSObject CurrentPipelineObject(InternalCommand command);
}
