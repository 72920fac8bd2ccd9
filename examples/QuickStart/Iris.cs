using System.Globalization;

namespace ExperimentTracker.QuickStart;

/// <summary>A flower: the bias and its measurements, and its species as a number.</summary>
internal sealed record Sample(double[] X, int Class);

/// <summary>Training and validation samples, and the scale of both.</summary>
internal sealed record Split(Sample[] Train, Sample[] Validate, double[] Mean, double[] Deviation);

/// <summary>Fisher's 150 measurements.</summary>
internal static class Iris
{
    private const int LearnedFrom = 35;

    public static readonly string[] Species = ["setosa", "versicolor", "virginica"];

    public static string DataFile => Path.Combine(AppContext.BaseDirectory, "iris.csv");

    public static Sample[] Read() => [.. File.ReadLines(DataFile).Skip(1).Select(line => line.Split(',')).Select(cells => new Sample(
        [1, .. cells[..4].Select(cell => double.Parse(cell, CultureInfo.InvariantCulture))], Array.IndexOf(Species, cells[4])))];

    /// <summary>For each species, 35 training and 15 validation samples. The same seed gives the same split.</summary>
    public static Split Split(Sample[] flowers, int seed)
    {
        var random = new Random(seed);
        Sample[][] shuffled = [.. flowers.GroupBy(flower => flower.Class).Select(kind => kind.OrderBy(_ => random.Next()).ToArray())];
        Sample[] train = [.. shuffled.SelectMany(kind => kind.Take(LearnedFrom))];

        double[] mean = PerFeature(j => train.Average(flower => flower.X[j]));
        double[] deviation = PerFeature(j => Math.Sqrt(train.Sum(flower => Math.Pow(flower.X[j] - mean[j], 2)) / (train.Length - 1)));
        Sample Scale(Sample flower) => flower with { X = PerFeature(j => j == 0 ? 1 : (flower.X[j] - mean[j]) / deviation[j]) };
        return new Split([.. train.Select(Scale)], [.. shuffled.SelectMany(kind => kind.Skip(LearnedFrom)).Select(Scale)], mean, deviation);
    }

    private static double[] PerFeature(Func<int, double> value) => [.. Enumerable.Range(0, 5).Select(value)];
}
