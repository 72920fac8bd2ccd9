namespace ExperimentTracker.Web.Mlflow.Tracking;

/// <summary>
/// Ids of runs. Clients get those that are UUIDs in the form that MLflow has, 32 hexadecimal digits, and may use either form; other ids are the same on both sides.
/// </summary>
internal static class RunIds
{
    private const int HexLength = 32;

    /// <summary>The id for clients.</summary>
    public static string ToClient(string id) => Guid.TryParseExact(id, "D", out Guid uuid) ? uuid.ToString("N") : id;

    /// <summary>The ids in the store that an id of a client can mean, the likeliest first.</summary>
    public static IReadOnlyList<string> Meanings(string id) => id.Length == HexLength && Guid.TryParseExact(id, "N", out Guid uuid) ? [uuid.ToString("D"), id] : [id];
}
