using System.Text.Json;
using ExperimentTracker.Services;
using ExperimentTracker.Sweeps;

namespace ExperimentTracker.Web.Json;

/// <summary>Writes how far a sweep is.</summary>
internal static class SweepJson
{
    private const int MostBest = 10;

    /// <summary>Writes the member <c>sweep</c>.</summary>
    /// <param name="json">The writer.</param>
    /// <param name="definition">What the sweep tries.</param>
    /// <param name="trials">Its child runs.</param>
    /// <param name="now">The time in UTC.</param>
    public static void WriteSweep(this Utf8JsonWriter json, SweepDefinition definition, IReadOnlyList<Run> trials, DateTime now)
    {
        SweepState state = SweepTrials.StateOf(definition, trials, now);
        json.WriteObject("sweep", () =>
        {
            json.WriteString("strategy", definition.Strategy.ToString());
            json.WriteText("stopEarly", definition.StopEarly?.ToString());
            json.WriteNumber("total", state.Total);
            json.WriteNumber("ended", state.Ended);
            json.WriteNumber("running", state.Running.Count);
            json.WriteNumber("waiting", state.Waiting);
            json.WriteNumber("failed", state.Failed);
            json.WriteNumber("pruned", state.Pruned);
            json.WriteNumber("cancelled", state.Cancelled - state.Pruned);
            json.WriteDuration("left", state.TimeLeft);
            json.WriteText("metric", state.Metric);
            json.WriteText("goal", state.Goal?.ToString());
            json.WriteList("names", definition.Names, json.WriteStringValue);
            json.WriteList("best", state.Best.Take(MostBest), run => json.WriteObject(null, () =>
            {
                json.WriteDouble("value", SweepState.Ranking.ValueOf(run, state.Metric!, state.Goal!.Value));
                json.WritePropertyName("run");
                json.WriteRow(run, RowColumns.All);
            }));
        });
    }
}
