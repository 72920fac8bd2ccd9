using ExperimentTracker.Web.Mlflow.Protocol;

namespace ExperimentTracker.Web.Mlflow.Tracking;

/// <summary>A logged model that a run has produced.</summary>
/// <param name="ModelId">The id of the logged model.</param>
/// <param name="Step">The step at which it was logged.</param>
internal sealed record ModelOutput(string ModelId, long Step);

/// <summary>The logged models that runs have produced, as clients of MLflow 3 tell it. A tag of the run has them, which clients do not see.</summary>
internal static class ModelOutputs
{
    private const char BetweenOutputs = ',';
    private const char BeforeStep = ':';

    /// <summary>Returns the models of a run, in the order in which they were logged.</summary>
    public static IReadOnlyList<ModelOutput> Of(Run run) => run.Tags.TryGetValue(RunTags.Outputs, out object? value) && value is string text
        ? [.. text.Split(BetweenOutputs).Select(Read).OfType<ModelOutput>()]
        : [];

    /// <summary>Adds models to a run. A model that the run has already gets the new step.</summary>
    public static void Add(MlflowCall call, Run run, IReadOnlyList<ModelOutput> outputs)
    {
        var all = Of(run).ToDictionary(output => output.ModelId, StringComparer.Ordinal);
        foreach (ModelOutput output in outputs) all[output.ModelId] = output;
        string text = string.Join(BetweenOutputs, all.Values.Select(output => string.Create(CultureInfo.InvariantCulture, $"{output.ModelId}{BeforeStep}{output.Step}")));
        call.Store.Tags.Set(RecordType.Run, run.Id, new NamedValues([KeyValuePair.Create(RunTags.Outputs, (object?)text)]), call.Cancellation);
    }

    private static ModelOutput? Read(string text) => text.LastIndexOf(BeforeStep) is var at and > 0
        && long.TryParse(text.AsSpan(at + 1), NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out long step) ? new(text[..at], step) : null;
}
