using ExperimentTracker.Services;

namespace ExperimentTracker.QuickStart;

/// <summary>One training to try.</summary>
internal sealed record Trial(double Rate, double L2, long Seed);

/// <summary>The mean result of a configuration over its splits.</summary>
internal sealed record Configuration(double Rate, double L2, double Loss, double Accuracy)
{
    public override string ToString() => FormattableString.Invariant($"lr={Rate} l2={L2}, loss {Loss:0.0000}, accuracy {Accuracy:0.000}");
}

/// <summary>Tries every learning rate with every L2 weight on several splits: a run, with a child for each training.</summary>
internal sealed class Sweep(Tracker tracker, CancellationToken cancellation)
{
    private const long Epochs = 200;

    private static readonly double[] Rates = [0.3, 1, 3, 10];
    private static readonly double[] Weights = [0, 0.001, 0.01, 0.1];
    private static readonly long[] Seeds = [1, 2, 3];
    private static readonly NamedValues Tags = new([new("example", null), new("model", "softmax")]);

    /// <returns>The trainings, the best first, and the best configuration.</returns>
    public (Run[] Leaders, Configuration Best) Run()
    {
        Run[] leaders = [];
        Configuration? best = null;
        var request = new RunRequest { Experiment = "iris", Name = "sweep", Description = "Train-Iris.ps1 in C#.", Tags = Tags };
        tracker.Track(request, sweep =>
        {
            Sample[] flowers = Iris.Read();
            var splits = Seeds.ToDictionary(seed => seed, seed => Iris.Split(flowers, (int)seed));
            var trials = from rate in Rates from l2 in Weights from seed in Seeds select new Trial(rate, l2, seed);
            leaders = [.. trials.Select(trial => Train(sweep, trial, splits[trial.Seed])).OrderBy(run => Last(run, "val/loss"))];

            // Compare configurations by the mean over all splits, because a single split can be lucky.
            best = leaders.GroupBy(run => (Rate: (double)run.Parameters["learning_rate"]!, L2: (double)run.Parameters["l2"]!))
                .Select(runs => new Configuration(
                    runs.Key.Rate, runs.Key.L2, runs.Average(run => Last(run, "val/loss")), runs.Average(run => Last(run, "val/accuracy"))))
                .MinBy(configuration => configuration.Loss)!;
            tracker.Record(
                sweep,
                new Series("best/loss", MetricGoal.Minimize, "nat", [best.Loss]),
                new Series("best/accuracy", MetricGoal.Maximize, "ratio", [best.Accuracy]));
            tracker.Keep(sweep, "best.json", "configuration", new([new("learning_rate", best.Rate), new("l2", best.L2)]));
        });
        return (leaders, best!);
    }

    /// <summary>The last value of a metric of a run.</summary>
    public static double Last(Run run, string metric) => (double)run.Metrics[metric]!;

    private Run Train(string sweep, Trial trial, Split split) => tracker.Track(
        new RunRequest
        {
            ParentRun = sweep,
            Name = FormattableString.Invariant($"lr={trial.Rate} l2={trial.L2} #{trial.Seed}"),
            Parameters = new([new("learning_rate", trial.Rate), new("l2", trial.L2), new("split", trial.Seed), new("epochs", Epochs)]),
            Tags = Tags,
        },
        run => Descend(run, trial, split));

    // Gradient descent. Each epoch is recorded when it ends, so another session can follow the run, and a killed run loses nothing.
    private void Descend(string run, Trial trial, Split split)
    {
        var model = new SoftmaxModel(Iris.Species.Length, split.Mean.Length);
        Measure train = model.MeasureOn(split.Train), validate;
        for (long epoch = 0; ; epoch++)
        {
            cancellation.ThrowIfCancellationRequested();
            validate = model.MeasureOn(split.Validate);
            tracker.Record(
                run,
                new Series("train/loss", MetricGoal.Minimize, "nat", [train.Loss]),
                new Series("val/loss", MetricGoal.Minimize, "nat", [validate.Loss]),
                new Series("val/accuracy", MetricGoal.Maximize, "ratio", [validate.Accuracy]));
            if (epoch == Epochs) break;
            model.Learn(train.Gradient, trial.Rate, trial.L2);
            train = model.MeasureOn(split.Train);
        }

        tracker.Record(run, [.. validate.ByClass.Select((accuracy, c) =>
            new Series("accuracy", MetricGoal.Maximize, "ratio", [accuracy], Iris.Species[c]))]);
        tracker.Keep(run, "model.json", "model", model.ToValues(split));
    }
}
