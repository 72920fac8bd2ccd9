using ExperimentTracker.Rules;
using ExperimentTracker.Web.Mlflow.Protocol;

namespace ExperimentTracker.Web.Mlflow.Registry;

/// <summary>Finds the models and versions that clients name.</summary>
internal static class Models
{
    /// <summary>Finds a model by the name that a client has.</summary>
    public static Model? TryFind(MlflowCall call, string name)
    {
        foreach ((string project, string inProject) in call.Services.Meanings(name))
        {
            Model? found = call.Store.Models.Query(new() { Identity = inProject }, call.Cancellation)
                .FirstOrDefault(m => Names.Fold(m.Name) == Names.Fold(inProject) && string.Equals(m.Project, project, StringComparison.OrdinalIgnoreCase));
            if (found is not null) return found;
        }

        return null;
    }

    /// <summary>Finds the model that a request names.</summary>
    /// <exception cref="MlflowProblem">There is none.</exception>
    public static Model Find(MlflowCall call)
    {
        string name = call.Arguments.Text("name") is { Length: > 0 } given ? given : throw MlflowProblem.Invalid("Registered model name cannot be empty.");
        return TryFind(call, name) ?? throw MlflowProblem.NotFound($"Registered Model with name={name} not found");
    }

    /// <summary>Finds the version that a request names.</summary>
    /// <exception cref="MlflowProblem">There is none.</exception>
    public static ModelVersion FindVersion(MlflowCall call)
    {
        Model model = Find(call);
        string text = call.Arguments.RequiredId("version");
        if (!long.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out long version)) throw MlflowProblem.Invalid($"Model version must be an integer, got '{text}'");
        return call.Store.Models.Versions(new() { ModelIds = [model.Id], Version = version }, call.Cancellation) is [var found] ? found
            : throw MlflowProblem.NotFound($"Model Version (name={call.Arguments.Text("name")}, version={text}) not found");
    }

    /// <summary>Reads a tag of a request.</summary>
    public static KeyValuePair<string, object?> Tag(Arguments tag) => KeyValuePair.Create(
        Limits.CheckKey("tag", tag.Required("key")), (object?)Limits.CheckLength("Tag value", tag.Text("value") ?? "", Limits.LongestTag));
}
